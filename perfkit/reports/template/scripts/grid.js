// A table of any length: only the rows in sight are in the page. Sorting, and its rows as CSV.
"use strict";

const ROW_HEIGHT = 32;
// So many rows are simply all there: they print, and a search of the browser finds them.
const ALL_THERE = 200;
const PRINTED_ROWS = 3000;
const SPARE = 25;

// Width (rem) of each column: a table of which only a part is there cannot ask its cells. The others take what is left.
const WIDTHS = {
  voucher_date: 6.2, document_date: 6.2, voucher_type: 4, voucher_number: 5, line_number: 4.2, account: 13, debit_cents: 7.4, credit_cents: 7.4,
  amount_cents: 8.5, actual_cents: 8.5, income_cents: 8.5, source_file: 7.2, source_sheet: 6, source_row: 4.4, document_number: 11, budget_type: 5.5,
  period: 4.5, fund_code: 8, project_code: 9, budget_project_code: 9, department_code: 8, economic_code: 10,
};
const WIDE = 14;

// Signs that would change how a text reads without being seen, made visible: U+202E and the like.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

perfkit.shown = (text) => String(text).replace(UNSEEN, (sign) => `‹U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}›`);

perfkit.yuan = (cents) => {
  const whole = Math.abs(cents);
  const units = String(Math.floor(whole / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${cents < 0 ? "-" : ""}${units}.${String(whole % 100).padStart(2, "0")}`;
};

perfkit.element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
};

// columns: [{ name, label, kind: text | amount | count | code, value(row), open(row)?, width }]
class Grid {
  constructor(columns, { label, marked = () => false }) {
    Object.assign(this, { columns, marked, rows: [], sorted: null, drawn: [0, -1] });
    const { element } = perfkit;
    this.heads = columns.map((column, place) => element(
      "th", { scope: "col", class: column.kind },
      element("button", { type: "button", class: "sort", onclick: () => this.sortBy(place) }, column.label),
    ));
    this.body = element("tbody");
    this.table = element(
      "table", { class: "grid", "aria-label": label },
      element("colgroup", {}, ...columns.map((column) => element("col", { style: `width:${WIDTHS[column.name] || WIDE}rem` }))),
      element("thead", {}, element("tr", {}, ...this.heads)), this.body,
    );
    this.table.style.minWidth = `${columns.reduce((sum, column) => sum + (WIDTHS[column.name] || WIDE), 0)}rem`;
    this.box = element("div", { class: "grid-box", tabindex: "0", role: "region", "aria-label": label }, this.table);
    this.box.addEventListener("scroll", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.box);
    this.box.grid = this;
  }

  show(rows) {
    this.given = rows;
    this.rows = this.sorted ? this.ordered(rows) : rows;
    this.table.setAttribute("aria-rowcount", this.rows.length + 1);
    this.box.scrollTop = 0;
    this.drawn = [0, -1];
    this.draw();
  }

  sortBy(place) {
    const descending = this.sorted && this.sorted.place === place && !this.sorted.descending;
    this.sorted = { place, descending };
    this.heads.forEach((head, each) => {
      if (each === place) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    this.show(this.given);
  }

  ordered(rows) {
    const { place, descending } = this.sorted;
    const column = this.columns[place];
    const keyed = rows.map((row) => [(column.sortable || column.value)(row), row]);
    const compare = column.kind === "text" ? (a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) : byNumber;
    keyed.sort(compare);
    if (descending) keyed.reverse();
    return keyed.map((pair) => pair[1]);
  }

  // Draw the rows in sight and some around them, between two empty rows as high as all others. While what is in sight is
  // drawn already, scrolling changes nothing.
  draw(all = false) {
    const count = this.rows.length;
    const isAll = all || count <= ALL_THERE;
    const top = Math.floor(this.box.scrollTop / ROW_HEIGHT);
    const bottom = Math.min(count, top + Math.ceil(this.box.clientHeight / ROW_HEIGHT) + 1);
    const [drawnFirst, drawnLast] = this.drawn;
    if (!all && (isAll ? drawnLast === count : drawnFirst <= top && bottom <= drawnLast)) return;
    const first = isAll ? 0 : Math.max(0, top - SPARE);
    const last = isAll ? Math.min(count, PRINTED_ROWS) : Math.min(count, bottom + SPARE);
    this.drawn = [first, last];
    // Rows that stay are not touched: one of them may have the focus, or be pressed at this moment.
    const isNew = isAll || last <= drawnFirst || drawnLast <= first;
    const [from, to] = isNew ? [first, first] : [Math.max(first, drawnFirst), Math.min(last, drawnLast)];
    if (isNew) this.body.replaceChildren(spacer(), spacer());
    const [above, below] = [this.body.firstElementChild, this.body.lastElementChild];
    for (let place = drawnFirst; !isNew && place < from; place += 1) above.nextElementSibling.remove();
    for (let place = to; !isNew && place < drawnLast; place += 1) below.previousElementSibling.remove();
    above.after(...this.between(first, from));
    below.before(...this.between(to, last));
    above.style.height = `${first * ROW_HEIGHT}px`;
    below.style.height = `${isAll ? 0 : (count - last) * ROW_HEIGHT}px`;
  }

  between(first, last) {
    return Array.from({ length: Math.max(0, last - first) }, (_, place) => this.row(first + place));
  }

  row(place) {
    const row = this.rows[place];
    const cells = this.columns.map((column) => {
      const shown = perfkit.shown(column.shown ? column.shown(row) : column.value(row));
      const inner = column.open && column.open(row);
      const cell = perfkit.element("td", { class: column.kind, title: shown.length > 12 ? shown : undefined });
      cell.append(inner ? perfkit.element("button", { type: "button", class: "open", onclick: inner }, shown || "—") : shown);
      return cell;
    });
    return perfkit.element("tr", { "aria-rowindex": place + 2, class: this.marked(row) ? "marked" : undefined }, ...cells);
  }

  csv() {
    const lines = this.rows.map((row) => this.columns.map((column) => csvCell(column.csv ? column.csv(row) : column.value(row), column.kind)));
    return [this.columns.map((column) => csvCell(column.label, "text")), ...lines];
  }
}

// A browser prints what is in the page: more than what is in sight.
window.addEventListener("beforeprint", () => document.querySelectorAll(".grid-box").forEach((box) => box.grid.draw(true)));

function byNumber(a, b) {
  return a[0] - b[0] || String(a[0]).localeCompare(String(b[0]));
}

function spacer() {
  return perfkit.element("tr", { class: "spacer", "aria-hidden": "true" });
}

// A spreadsheet must take no text for a formula: one that begins like one gets an apostrophe.
function csvCell(value, kind) {
  return csvText(kind === "amount" ? perfkit.yuan(value).replaceAll(",", "") : String(value));
}

function csvText(text) {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[\s\u0000-\u001f]*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${perfkit.shown(safe).replaceAll('"', '""')}"`;
}

// Let the reader keep rows of cells (as csvCell makes them) in a file; the mark at the front tells Excel that it is UTF-8.
perfkit.keepCsv = (name, rows) => {
  const text = `\ufeff${rows.map((cells) => cells.join(",")).join("\r\n")}\r\n`;
  perfkit.keep(`${name}.csv`, new Blob([text], { type: "text/csv;charset=utf-8" }));
};

perfkit.keep = (name, blob) => {
  const link = perfkit.element("a", { href: URL.createObjectURL(blob), download: name.replace(/[\\/:*?"<>|\s]+/g, "_") });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
