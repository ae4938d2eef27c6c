// The ledger page: every line of the year, searched, filtered, sorted; a voucher opens by its number or by a link to it.
"use strict";

const LEDGER_WORDS = {
  zh: {
    search: "查找：摘要、凭证号、科目、金额……", frames: { journal: "序时账", budget: "预算文件", spending: "支出汇总", timeline: "分期支出" },
    all: "全部", lines: "分录", kinds: { "": "全部分录", spending: "支出分录", income: "收入分录", closing: "年末结转分录" },
    books: { financial: "财务会计", budget: "预算会计", "": "未分账套" }, book: "账套", shown: (some, all) => `${some} / ${all} 行`,
    debit: "借方合计", credit: "贷方合计", amount: "金额合计", csv: "下载所列行 CSV", clear: "清除条件", nothing: "没有符合条件的行。", which: "账簿",
    empty: "（空）",
  },
  en: {
    search: "Search: summary, voucher, account, amount…", frames: { journal: "Journal", budget: "Budget documents", spending: "Spending", timeline: "Spending by period" },
    all: "all", lines: "Lines", kinds: { "": "all lines", spending: "spending", income: "income", closing: "closing entries" },
    books: { financial: "Financial accounting", budget: "Budgetary accounting", "": "no book" }, book: "Book", shown: (some, all) => `${some} of ${all} rows`,
    debit: "Debits", credit: "Credits", amount: "Amounts", csv: "Download these rows as CSV", clear: "Clear", nothing: "No row fits.", which: "Ledger",
    empty: "(empty)",
  },
}[perfkit.language];

const FILTERS = {
  journal: ["period", "book", "account", "project_code", "department_code", "economic_code", "fund_code"],
  budget: ["budget_type", "budget_project_code", "department_code", "economic_code", "fund_code"],
  spending: ["budget_project_code", "department_code", "economic_code", "fund_code"],
  timeline: ["period", "budget_project_code", "department_code", "economic_code", "fund_code"],
};
const SEARCHED = ["voucher_number", "voucher_date", "summary", "account_code", "account_name", "document_number", "document_date", "source_file"];
const SEARCHED_NAMES = ["project_code", "budget_project_code", "department_code", "economic_code", "fund_code"];
const AMOUNTS = { journal: ["debit_cents", "credit_cents"], budget: ["amount_cents"], spending: ["actual_cents"], timeline: ["actual_cents"] };
// Of an account only its first-level code (four digits) is a filter.
const LEVEL = 4;

class Ledger {
  constructor(book, place) {
    Object.assign(this, { book, place, texts: {}, drill: new Drill() });
    const has = (name) => book.frames[name].rows > 0;
    const own = (name) => has(name) && !book.frames[name].of && (name === "spending" || book.frames.timeline !== book.frames.spending);
    this.frames = ["journal", "spending", "timeline", "budget"].filter((name) => (name === "journal" || name === "budget" ? has(name) : own(name)));
    this.state = { frame: this.frames[0], q: "", kind: "", filters: {} };
    this.drill.dialog.addEventListener("close", () => this.remember());
    window.addEventListener("hashchange", () => this.follow());
    this.follow();
  }

  // Show what the link says: filters, or a voucher.
  follow() {
    const told = new URLSearchParams(location.hash.slice(1));
    const frame = told.get("frame");
    const filters = Object.fromEntries([...told].filter(([name]) => !["frame", "q", "kind", "voucher"].includes(name)));
    this.state = { frame: this.frames.includes(frame) ? frame : this.frames[0], q: told.get("q") || "", kind: told.get("kind") || "", filters };
    this.build();
    if (told.has("voucher")) this.openVoucher(told.get("voucher"));
  }

  // The link to what is shown now.
  remember(voucher) {
    const told = new URLSearchParams();
    const { frame, q, kind, filters } = this.state;
    if (frame !== this.frames[0]) told.set("frame", frame);
    for (const [name, value] of Object.entries({ q, kind, ...filters })) if (value !== undefined && (value || name in filters)) told.set(name, value);
    if (voucher) told.set("voucher", voucher);
    const hash = told.size || [...told].length ? `#${told}` : " ";
    try { history.replaceState(null, "", hash === " " ? location.pathname : hash); } catch { location.hash = hash; }
  }

  build() {
    const { element } = perfkit;
    const { frame } = this.state;
    this.search = element("input", { type: "search", placeholder: LEDGER_WORDS.search, "aria-label": LEDGER_WORDS.search, value: this.state.q });
    this.search.addEventListener("input", () => { clearTimeout(this.soon); this.soon = setTimeout(() => { this.state.q = this.search.value; this.update(); }, 120); });
    const choices = FILTERS[frame].map((name) => this.filter(name)).filter(Boolean);
    if (frame === "journal") choices.unshift(this.kindFilter());
    const tabs = this.frames.length > 1 ? [this.select("frame", LEDGER_WORDS.which, this.frames.map((name) => [name, LEDGER_WORDS.frames[name]]), frame, (value) => { this.state = { frame: value, q: "", kind: "", filters: {} }; this.build(); this.remember(); })] : [];
    this.status = element("p", { role: "status", class: "status" });
    this.grid = new Grid(this.columns(), { label: LEDGER_WORDS.frames[frame] });
    const clear = element("button", { type: "button", onclick: () => { this.state = { frame, q: "", kind: "", filters: {} }; this.build(); this.remember(); } }, LEDGER_WORDS.clear);
    const keep = element("button", { type: "button", onclick: () => perfkit.keepCsv(`${this.book.unit} ${this.book.year} ${LEDGER_WORDS.frames[frame]}`, this.grid.csv()) }, LEDGER_WORDS.csv);
    this.place.replaceChildren(
      element("form", { class: "tools", role: "search", onsubmit: (event) => event.preventDefault() }, ...tabs, this.search, ...choices, clear),
      element("div", { class: "above" }, this.status, keep), this.grid.box,
    );
    this.update(true);
    // The first search would have to wait for it.
    setTimeout(() => this.searchable(frame), 300);
  }

  select(name, label, options, chosen, changed) {
    const { element } = perfkit;
    const made = element("select", { name }, ...options.map(([value, text]) => element("option", { value, selected: value === chosen ? "" : undefined }, perfkit.shown(text))));
    made.addEventListener("change", () => changed(made.value));
    return element("label", {}, `${label} `, made);
  }

  kindFilter() {
    const kinds = Object.entries(LEDGER_WORDS.kinds);
    return this.select("kind", LEDGER_WORDS.lines, kinds, this.state.kind, (value) => { this.state.kind = value; this.update(); });
  }

  filter(name) {
    const values = this.values(name);
    if (values.length < 2) return null;
    const label = name === "account" ? DRILL_WORDS.account : name === "book" ? LEDGER_WORDS.book : perfkit.capital(this.book.headings[name]);
    const options = [["*", LEDGER_WORDS.all], ...values];
    const chosen = name in this.state.filters ? this.state.filters[name] : "*";
    return this.select(name, label, options, chosen, (value) => {
      if (value === "*") delete this.state.filters[name];
      else this.state.filters[name] = value;
      this.update();
    });
  }

  // The values of a column that lines have, with their names.
  values(name) {
    const { book, state: { frame } } = this;
    const column = book.column(frame, name === "account" ? "account_code" : name);
    const found = new Set();
    for (let row = 0; row < book.frames[frame].rows; row += 1) found.add(this.valueOf(name, column, row));
    const named = [...found].map((value) => [value, this.nameOf(name, value)]);
    return name === "period" ? named.sort((a, b) => a[0] - b[0]) : named.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }

  valueOf(name, column, row) {
    const value = column.value(row);
    return name === "account" ? value.slice(0, LEVEL) : String(value);
  }

  nameOf(name, value) {
    if (name === "book") return LEDGER_WORDS.books[value] ?? value;
    if (name === "account") return this.accountName(value);
    return this.book.name(name, value) || LEDGER_WORDS.empty;
  }

  accountName(code) {
    if (!this.accounts) {
      this.accounts = {};
      const codes = this.book.column("journal", "account_code");
      const names = this.book.column("journal", "account_name");
      for (let row = 0; row < this.book.frames.journal.rows; row += 1) {
        const first = codes.value(row).slice(0, LEVEL);
        if (!this.accounts[first]) this.accounts[first] = names.value(row).split(/[-—\\/]/)[0];
      }
    }
    return `${code} ${this.accounts[code] || ""}`.trim() || LEDGER_WORDS.empty;
  }

  columns() {
    const { book, state: { frame } } = this;
    const isBooked = frame === "journal";
    const rows = Array.from({ length: book.frames[frame].rows }, (_, row) => row);
    const part = { book, frame, rows, amount: AMOUNTS[frame][0] };
    const columns = lineColumns(part, (row) => this.openVoucher(this.voucherKey(row)));
    if (!isBooked) return columns;
    const more = ["project_code", "department_code", "economic_code", "fund_code"].map((name) => bookColumn(book, frame, name));
    return [...columns.slice(0, -2), ...filled(book, frame, more, rows), ...columns.slice(-2)];
  }

  update(isFirst = false) {
    const rows = this.chosen();
    this.grid.show(rows);
    const { book, state: { frame } } = this;
    const { yuan } = perfkit;
    const words = AMOUNTS[frame].length === 2 ? [LEDGER_WORDS.debit, LEDGER_WORDS.credit] : [LEDGER_WORDS.amount];
    const sums = AMOUNTS[frame].map((name, place) => `${words[place]} ${yuan(book.sum(frame, rows, name))}`);
    const count = LEDGER_WORDS.shown(rows.length.toLocaleString("en"), book.frames[frame].rows.toLocaleString("en"));
    this.status.textContent = rows.length ? [count, ...sums].join(" · ") : LEDGER_WORDS.nothing;
    if (!isFirst) this.remember();
  }

  chosen() {
    const { book, state: { frame, kind, filters, q } } = this;
    let rows = this.ofKind(frame, kind);
    for (const [name, value] of Object.entries(filters)) {
      const column = book.column(frame, name === "account" ? "account_code" : name);
      rows = rows.filter((row) => this.valueOf(name, column, row) === value);
    }
    const words = q.toLowerCase().split(/\s+/).filter(Boolean).map((word) => (/^-?[\d,]+(\.\d+)?$/.test(word) ? word.replaceAll(",", "") : word));
    if (!words.length) return rows;
    const texts = this.searchable(frame);
    return rows.filter((row) => words.every((word) => texts[row].includes(word)));
  }

  ofKind(frame, kind) {
    const { book } = this;
    if (kind === "closing") return book.rows(frame, [["is_closing", "is", true]]);
    const chosen = kind && book.frames[kind] && book.frames[kind].of;
    return chosen || Array.from({ length: book.frames[frame].rows }, (_, row) => row);
  }

  // The text of each row that a search looks in.
  searchable(frame) {
    if (this.texts[frame]) return this.texts[frame];
    const { book } = this;
    const plain = SEARCHED.map((name) => book.column(frame, name));
    const named = SEARCHED_NAMES.map((name) => [name, book.column(frame, name)]);
    const amounts = AMOUNTS[frame].map((name) => book.column(frame, name));
    this.texts[frame] = Array.from({ length: book.frames[frame].rows }, (_, row) => [
      ...plain.map((column) => column.value(row)),
      ...named.map(([name, column]) => { const code = column.value(row); return code ? `${code} ${book.name(name, code)}` : ""; }),
      ...amounts.map((column) => { const cents = column.value(row); return cents ? perfkit.yuan(cents).replaceAll(",", "") : ""; }),
    ].join("\n").toLowerCase());
    return this.texts[frame];
  }

  voucherKey(row) {
    return JSON.stringify(VOUCHER_KEY.map((name) => this.book.column("journal", name).value(row)));
  }

  openVoucher(key) {
    let told;
    try { told = JSON.parse(key); } catch { return; }
    const [line] = Array.isArray(told) ? this.book.rows("journal", VOUCHER_KEY.map((name, place) => [name, "is", told[place]])) : [];
    if (line === undefined) return;
    this.drill.show(LEDGER_WORDS.frames.journal, ...voucherView(this.book, line));
    this.remember(key);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("ledger");
  perfkit.voucherLink = undefined;
  perfkit.book(0).then((book) => new Ledger(book, place)).catch(() => {
    place.textContent = whyNot();
  });
});
