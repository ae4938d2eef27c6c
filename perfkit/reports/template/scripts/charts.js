// Draws the charts of a page from the JSON beside each, with the plotly.js in the same folder. Nothing is sent anywhere.
"use strict";

const CONFIG = {
  responsive: true,
  displaylogo: false,
  showSendToCloud: false, // plotly.js 4 shows a "Share chart" button that uploads the data unless told not to
  plotlyServerURL: "",
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
  locale: document.documentElement.lang,
};

const CHINESE = {
  moduleType: "locale",
  name: "zh-CN",
  dictionary: {
    "Download plot": "下载图片",
    "Download plot as a PNG": "下载为 PNG 图片",
    "Pan": "平移",
    "Reset": "重置",
    "Reset axes": "重置坐标轴",
    "Zoom": "框选放大",
    "Zoom in": "放大",
    "Zoom out": "缩小",
    "Toggle Spike Lines": "显示或隐藏辅助线",
    "Double-click to zoom back out": "双击还原",
    "Double-click on legend to isolate one trace": "双击图例只看一项",
    "Click to enter": "",
  },
  format: {
    months: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    shortMonths: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    date: "%Y-%m-%d",
    grouping: [3],
    decimal: ".",
    thousands: ",",
  },
};

// Width (px) of an A4 page between its margins. When the browser says "beforeprint" the layout is still the screen's.
const PRINTED = 680;

// plotly does not wrap a title: below this width (px) the page prints it above the chart.
const NARROW = 600;

function plain(text) {
  return new DOMParser().parseFromString(text.replaceAll("<br>", " "), "text/html").body.textContent;
}

function caption(chart, layout) {
  const words = document.createElement("figcaption");
  words.append(plain(layout.title.text));
  if (layout.title.subtitle && layout.title.subtitle.text) {
    const more = document.createElement("small");
    more.append(plain(layout.title.subtitle.text));
    words.append(more);
  }
  chart.prepend(words);
  delete layout.title;
}

// The figures by chart. A template that several charts in a row share stands with the first of them.
const figures = new Map();

function readFigures(charts) {
  let template;
  for (const chart of charts) {
    const figure = JSON.parse(chart.querySelector("script").textContent);
    template = figure.layout.template || template;
    figure.layout.template = template;
    figures.set(chart, figure);
  }
}

function draw(chart) {
  if (chart.dataset.state) return;
  chart.dataset.state = "drawing";
  const figure = figures.get(chart);
  const canvas = chart.querySelector(".canvas");
  canvas.replaceChildren();
  const title = (figure.layout && figure.layout.title) || {};
  if (title.text) {
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", plain(title.text));
    if (canvas.clientWidth < NARROW) caption(chart, figure.layout);
  }
  Plotly.newPlot(canvas, figure.data, figure.layout, CONFIG).then(() => { chart.dataset.state = "drawn"; });
}

function start() {
  const charts = document.querySelectorAll(".chart");
  Plotly.register(CHINESE);
  readFigures(charts);
  // One chart per turn, so that the page can be read and scrolled meanwhile.
  charts.forEach((chart) => setTimeout(draw, 0, chart));
  const fit = (size) => charts.forEach((chart) => {
    draw(chart);
    Plotly.relayout(chart.querySelector(".canvas"), size);
  });
  window.addEventListener("beforeprint", () => fit({ autosize: false, width: PRINTED }));
  window.addEventListener("afterprint", () => fit({ autosize: true, width: null }));
}

// A page that was exported alone holds plotly.js, packed. Its seal knows the hash of what is unpacked.
async function bringPlotly() {
  const block = document.getElementById("plotly");
  if (!block) return;
  const script = document.createElement("script");
  script.textContent = await perfkit.unpack(block.textContent.trim());
  document.head.append(script);
}

document.addEventListener("DOMContentLoaded", () => bringPlotly().then(() => { if (window.Plotly) start(); }));
