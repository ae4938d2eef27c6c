// Draws the charts of a page from the JSON beside each. Nothing is sent anywhere.
"use strict";

const CONFIG = {
  responsive: true,
  displayModeBar: false, // its buttons show up under the mouse only; the page has its own
  displaylogo: false,
  showSendToCloud: false, // plotly.js 4 shows a "Share chart" button that uploads the data unless told not to
  plotlyServerURL: "",
  locale: document.documentElement.lang,
};

const CHINESE = {
  moduleType: "locale",
  name: "zh-CN",
  dictionary: { "Double-click to zoom back out": "双击还原", "Double-click on legend to isolate one trace": "双击图例只看一项" },
  format: {
    months: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    shortMonths: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    date: "%Y-%m-%d",
    grouping: [3],
    decimal: ".",
    thousands: ",",
  },
};

// Width, usual and greatest height (px) of a chart on an A4 page, which must hold it whole. When the browser says "beforeprint" the layout is still the screen's.
const PRINTED = { width: 680, height: 420, tallest: 880 };

// plotly does not wrap a title: below this width (px) the page prints it above the chart.
const NARROW = 600;

const CHART_WORDS = {
  zh: { png: "下载图片", csv: "下载数据 CSV" },
  en: { png: "Download image", csv: "Download data as CSV" },
}[perfkit.language];

// The colours of perfkit.figures.theme on dark paper.
const DARK = { "#22262b": "#e4e6e9", "#5b6470": "#a9b0b9", "#e4e7ea": "#3a4047", "#ffffff": "#1f2226", "#0072B2": "#4ba3dd", "#9CCBE8": "#2d5f80" };
const isDark = window.matchMedia("(prefers-color-scheme: dark)");

function plain(text) {
  return new DOMParser().parseFromString(text.replaceAll("<br>", " "), "text/html").body.textContent;
}

function caption(chart, layout) {
  let words = chart.querySelector(".title");
  if (!words) {
    words = perfkit.element("p", { class: "title" }, plain(layout.title.text));
    if (layout.title.subtitle && layout.title.subtitle.text) words.append(perfkit.element("small", {}, plain(layout.title.subtitle.text)));
    chart.prepend(words);
  }
  layout.margin = { ...layout.margin, t: Math.max(24, (layout.margin?.t || 74) - 60) };
  layout.height -= 50;
  delete layout.title;
}

// The text of each figure, by chart. A template that several charts in a row share stands with the first of them.
const figures = new Map();

function readFigures(charts) {
  let template;
  for (const chart of charts) {
    const figure = JSON.parse(chart.querySelector("script").textContent);
    template = figure.layout.template || template;
    figure.layout.template = template;
    figures.set(chart, JSON.stringify(figure));
  }
}

function figureOf(chart, dark) {
  const text = figures.get(chart);
  return JSON.parse(dark ? text.replace(/"#[0-9a-fA-F]{6}"/g, (colour) => `"${DARK[colour.slice(1, -1)] || colour.slice(1, -1)}"`) : text);
}

async function draw(chart, printing = false) {
  chart.dataset.state = "drawing";
  const figure = figureOf(chart, isDark.matches && !printing);
  const canvas = chart.querySelector(".canvas");
  if (!canvas.querySelector(".plot-container")) canvas.replaceChildren();
  const { layout } = figure;
  if (layout.title && layout.title.text) {
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", [layout.title.text, layout.title.subtitle?.text].filter(Boolean).map(plain).join("。"));
    if (canvas.clientWidth < NARROW && !printing) caption(chart, layout);
  }
  if (printing) Object.assign(layout, { autosize: false, width: PRINTED.width, height: Math.min(layout.height, PRINTED.tallest, Math.max(PRINTED.height, rowsOf(figure) * 30)) });
  const isAfterPrinting = canvas.dataset.width === "paper" && !printing;
  canvas.dataset.width = printing ? "paper" : "page";
  await Plotly.react(canvas, figure.data, layout, CONFIG);
  if (isAfterPrinting) await Plotly.Plots.resize(canvas);
  chart.dataset.state = "drawn";
}

// A chart of rows must stay as high as its rows need.
function rowsOf(figure) {
  return Math.max(0, ...figure.data.map((trace) => (trace.orientation === "h" || trace.type === "heatmap" ? trace.y.length : 0))) + 4;
}

// Its image and its numbers, for whoever wants to take them along.
function offerTools(chart) {
  const { layout } = figureOf(chart, false);
  const name = plain(layout.title?.text || document.title);
  const tools = [[CHART_WORDS.png, () => keepImage(chart, name)]];
  if (layout.meta && layout.meta.rows) {
    const rows = [layout.meta.columns, ...layout.meta.rows].map((row) => row.map((text) => csvText(plain(String(text)))));
    tools.push([CHART_WORDS.csv, () => perfkit.keepCsv(name, rows)]);
  }
  const buttons = tools.map(([label, onclick]) => perfkit.element("button", { type: "button", class: "tool", "aria-label": `${label}：${name}`, onclick }, label));
  chart.append(perfkit.element("figcaption", {}, ...buttons));
}

// The image is made of the light chart, whatever the screen shows.
async function keepImage(chart, name) {
  const figure = figureOf(chart, false);
  const image = await Plotly.toImage({ data: figure.data, layout: { ...figure.layout, width: 1000 } }, { format: "png", width: 1000, height: figure.layout.height, scale: 2 });
  const bytes = Uint8Array.from(atob(image.split(",")[1]), (sign) => sign.charCodeAt(0));
  perfkit.keep(`${name}.png`, new Blob([bytes], { type: "image/png" }));
}

function start() {
  const charts = [...document.querySelectorAll(".chart")];
  Plotly.register(CHINESE);
  readFigures(charts);
  // One chart per turn, so that the page can be read and scrolled meanwhile.
  charts.forEach((chart) => setTimeout(() => { draw(chart); offerTools(chart); }));
  window.addEventListener("beforeprint", () => charts.forEach((chart) => draw(chart, true)));
  window.addEventListener("afterprint", () => charts.forEach((chart) => draw(chart)));
  isDark.addEventListener("change", () => charts.forEach((chart) => draw(chart)));
}

// plotly.js comes packed, beside the page or in it. The seal of the page knows the hash of what is unpacked.
async function bringPlotly() {
  const packed = document.getElementById("plotly")?.textContent.trim() || perfkit.arrivals.get("plotly");
  if (!packed) return;
  const script = document.createElement("script");
  script.textContent = await perfkit.unpack(packed);
  document.head.append(script);
}

document.addEventListener("DOMContentLoaded", () => bringPlotly().then(() => { if (window.Plotly) start(); }));
