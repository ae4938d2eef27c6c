// Every amount that knows its lines becomes a button: it opens them, adds them up and compares the sum with what is printed.
"use strict";

const DRILL_WORDS = {
  zh: {
    close: "关闭", back: "返回明细", csv: "下载 CSV", total: "明细合计", printed: "表中数字", agrees: "一致", differs: "不一致",
    budget: "预算文件", journal: "凭证分录", spending: "支出分录", timeline: "支出分录", income: "收入分录", commitments: "已签合同", taken: "减：",
    lines: "行", none: "没有分录：合计为 0.00。", year: "年度",
    spread: (parts) => `预算按 ${parts} 期平均分摊到分；下列为被分摊的全部预算行`, portion: "本期分摊",
    wait: "正在读取账簿……", voucher: "凭证", both: "借贷双方全部分录", financial: "财务会计", budget_book: "预算会计", other: "分录",
    ledger: "在账簿中查看", lost: "找不到账簿数据文件：请把本页与同一文件夹中的 data 文件夹放在一起打开。该年度的账簿在另一资料夹时，请一并保留。",
    alone: "本页是单独导出的文件，未包含这些明细；请在完整的资料夹中打开本页查看。",
    old: "浏览器版本过旧，不能展开账簿数据；请改用近年的 Chrome、Edge 或 Firefox。", hint: "点击查看明细",
    row: "行", debit: "借", credit: "贷", account: "科目", amount: "金额", date: "日期", balanced: "借贷相等", unbalanced: "借贷不等，相差",
  },
  en: {
    close: "Close", back: "Back to the lines", csv: "Download CSV", total: "Sum of the lines", printed: "Printed", agrees: "equal", differs: "NOT EQUAL",
    budget: "Budget documents", journal: "Voucher lines", spending: "Spending lines", timeline: "Spending lines", income: "Income lines", commitments: "Contracts signed", taken: "Less: ",
    lines: "lines", none: "There is no line: the sum is 0.00.", year: "fiscal year",
    spread: (parts) => `The budget is split evenly over ${parts} periods, to the cent; below are all budget lines that are split`, portion: "Part of this period",
    wait: "Reading the ledger…", voucher: "Voucher", both: "all lines, both sides", financial: "Financial accounting", budget_book: "Budgetary accounting", other: "Lines",
    ledger: "See in the ledger", lost: "The ledger's data file is missing: open this page beside its data folder. The ledger of another year lies in the folder of that year.",
    alone: "This page was exported alone, without these lines; open it in its dossier to see them.",
    old: "This browser is too old to unpack the ledger; use a recent Chrome, Edge or Firefox.", hint: "Click for the lines",
    row: "Row", debit: "Debit", credit: "Credit", account: "Account", amount: "Amount", date: "Date", balanced: "debits equal credits", unbalanced: "debits and credits differ by",
  },
}[perfkit.language];

const VOUCHER_KEY = ["period", "voucher_type", "voucher_number"];

function printedNumber(text) {
  const plain = text.replaceAll(",", "").trim();
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : "";
}

// Whether `text` prints `cents`, rounded half away from zero to as many decimals as it has; exact, in whole numbers.
function prints(text, cents, step) {
  const [whole, decimals = ""] = text.replace("-", "").split(".");
  const scale = 10n ** BigInt(decimals.length);
  const amount = BigInt(cents) * scale;
  const size = amount < 0n ? -amount : amount;
  const rounded = (2n * size + BigInt(step)) / (2n * BigInt(step));
  const told = BigInt(whole + decimals) * (text.startsWith("-") ? -1n : 1n);
  return told === (amount < 0n ? -rounded : rounded);
}

// Why there are no lines.
function whyNot() {
  if (typeof DecompressionStream === "undefined") return DRILL_WORDS.old;
  return perfkit.isAlone ? DRILL_WORDS.alone : DRILL_WORDS.lost;
}

class Drill {
  constructor() {
    const { element } = perfkit;
    this.heading = element("h2", { id: "drill-title" });
    this.content = element("div", { class: "drill-body" });
    const close = element("button", { type: "button", class: "close", onclick: () => this.dialog.close() }, DRILL_WORDS.close);
    this.dialog = element("dialog", { class: "drill", "aria-labelledby": "drill-title" }, element("header", {}, this.heading, close), this.content);
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    document.body.append(this.dialog);
  }

  show(title, ...content) {
    this.heading.textContent = title;
    this.content.replaceChildren(...content);
    if (!this.dialog.open) this.dialog.showModal();
    this.content.scrollTop = 0;
  }

  async open(amount) {
    this.show(amount.title, DRILL_WORDS.wait);
    try {
      const parts = await perfkit.parts(amount.lines, amount.by, amount.key, amount.above);
      const verdict = amount.isBare ? [] : this.verdict(amount, parts);
      const [first] = parts;
      if (amount.isBare && first.frame === "journal" && first.rows.length) this.show(amount.title, ...voucherView(first.book, first.rows[0], first.rows));
      else this.show(amount.title, ...verdict, ...parts.map((part) => this.part(amount, parts, part)));
    } catch (fault) {
      this.show(amount.title, whyNot());
    }
  }

  verdict(amount, parts) {
    const { element, yuan } = perfkit;
    const total = parts.reduce((sum, part) => sum + part.adds, 0);
    const agrees = prints(amount.printed, total, amount.step);
    const spread = parts.some((part) => part.spread);
    const says = agrees ? `✓ ${DRILL_WORDS.agrees}` : `✗ ${DRILL_WORDS.differs}`;
    return [element(
      "dl", { class: "verdict", "data-agrees": agrees },
      element("div", {}, element("dt", {}, DRILL_WORDS.printed), element("dd", {}, amount.text)),
      element("div", {}, element("dt", {}, spread ? DRILL_WORDS.portion : DRILL_WORDS.total), element("dd", {}, `${yuan(total)} ${parts[0].book.currency}`)),
      element("div", { class: agrees ? "agrees" : "differs" }, element("dt", {}, ""), element("dd", {}, says)),
    ), ...(spread ? [element("p", {}, DRILL_WORDS.spread(parts.find((part) => part.spread).spread))] : [])];
  }

  part(amount, parts, part) {
    const { element, yuan } = perfkit;
    const kind = (part.sign < 0 ? DRILL_WORDS.taken : "") + DRILL_WORDS[part.frame];
    const year = parts.some((other) => other.book !== part.book) ? ` · ${part.book.year} ${DRILL_WORDS.year}` : "";
    const head = `${kind}${year}（${part.rows.length} ${DRILL_WORDS.lines}）${yuan(part.sum)}`;
    if (!part.rows.length) return element("section", {}, element("h3", {}, head), element("p", {}, DRILL_WORDS.none));
    const grid = new Grid(lineColumns(part, (row) => this.voucher(amount, part, row)), { label: head });
    grid.show(part.rows);
    const keep = () => perfkit.keepCsv(`${amount.title} ${kind}`, grid.csv());
    return element("section", { class: "lines" }, element("h3", {}, head, " ", element("button", { type: "button", onclick: keep }, DRILL_WORDS.csv)), grid.box);
  }

  // The whole voucher of a line.
  voucher(amount, part, row) {
    const line = part.frame === "journal" ? row : part.book.frames[part.frame].of[row];
    this.show(amount.title, perfkit.element("button", { type: "button", class: "back", onclick: () => this.open(amount) }, `← ${DRILL_WORDS.back}`), ...voucherView(part.book, line));
  }
}

// Where a voucher can be linked to; a page that was exported alone has no ledger beside it.
perfkit.voucherLink = perfkit.isAlone ? undefined : (book, key) => {
  const folder = book.year === Number(document.body.dataset.year) ? "" : `../${book.year}/`;
  return `${folder}ledger.html#${new URLSearchParams({ voucher: JSON.stringify(key) })}`;
};

// A voucher, both sides and both books, with the line that was asked for marked.
function voucherView(book, line, marked = [line]) {
  const { element } = perfkit;
  const key = VOUCHER_KEY.map((name) => book.column("journal", name).value(line));
  const rows = book.rows("journal", VOUCHER_KEY.map((name, place) => [name, "is", key[place]]));
  const date = book.value("journal", line, "voucher_date");
  const name = [date, key[1], key[2]].filter(Boolean).map(perfkit.shown).join(" ");
  const books = ["financial", "budget", ""].map((kind) => [kind, rows.filter((row) => book.value("journal", row, "book") === kind)]);
  const parts = books.filter(([, found]) => found.length).map(([kind, found]) => {
    const label = kind === "financial" ? DRILL_WORDS.financial : kind === "budget" ? DRILL_WORDS.budget_book : DRILL_WORDS.other;
    const grid = new Grid(voucherColumns(book), { label, marked: (row) => marked.includes(row) });
    grid.show(found);
    return element("section", { class: "lines" }, element("h3", {}, `${label}：${balance(book, found)}`), grid.box);
  });
  const more = perfkit.voucherLink ? [element("p", {}, element("a", { href: perfkit.voucherLink(book, key) }, DRILL_WORDS.ledger))] : [];
  return [element("p", { class: "voucher-name" }, element("strong", {}, `${DRILL_WORDS.voucher} ${name}`), ` · ${DRILL_WORDS.both}`), ...parts, ...more];
}

function balance(book, rows) {
  const debit = book.sum("journal", rows, "debit_cents");
  const credit = book.sum("journal", rows, "credit_cents");
  const sums = `${DRILL_WORDS.debit} ${perfkit.yuan(debit)}，${DRILL_WORDS.credit} ${perfkit.yuan(credit)}`;
  return `${sums}，${debit === credit ? DRILL_WORDS.balanced : `${DRILL_WORDS.unbalanced} ${perfkit.yuan(debit - credit)}`}`;
}

function bookColumn(book, frame, name, kind = "text") {
  const column = book.column(frame, name);
  const label = perfkit.capital(book.headings[name] || name);
  const shown = book.names[name] ? (row) => book.name(name, column.value(row)) : undefined;
  // The empty side of an entry stays empty, as in the books.
  const isSide = name === "debit_cents" || name === "credit_cents";
  const amount = kind === "amount" ? { shown: (row) => (isSide && !column.value(row) ? "" : perfkit.yuan(column.value(row))) } : {};
  return { name, label, kind, value: (row) => column.value(row), shown, csv: shown, ...amount };
}

perfkit.capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

function accountColumn(book, frame) {
  const code = book.column(frame, "account_code");
  const name = book.column(frame, "account_name");
  const value = (row) => `${code.value(row)} ${name.value(row)}`.trim();
  return { name: "account", label: DRILL_WORDS.account, kind: "text", value };
}

function voucherColumns(book) {
  const of = (name, kind) => bookColumn(book, "journal", name, kind);
  return filled(book, "journal", [
    of("line_number", "count"), of("summary"), accountColumn(book, "journal"), of("debit_cents", "amount"), of("credit_cents", "amount"),
    of("project_code"), of("economic_code"), of("fund_code"), of("source_file"), of("source_row", "count"),
  ]);
}

// The columns of the lines behind an amount; those that no line fills are left out.
function lineColumns(part, openVoucher) {
  const { book, frame } = part;
  const of = (name, kind) => bookColumn(book, frame, name, kind);
  const place = [of("source_file"), of("source_sheet"), of("source_row", "count")];
  const isBooked = frame === "journal" || Boolean(book.frames[frame].of);
  if (frame === "budget") {
    return filled(book, frame, [of("document_number"), of("document_date"), of("budget_type"), of("budget_project_code"), of("department_code"), of("economic_code"), of("fund_code"), of("summary"), of("amount_cents", "amount"), ...place], part.rows);
  }
  if (frame === "commitments") {
    return filled(book, frame, [of("contract_number", "code"), of("summary"), of("party_name"), of("contract_date"), of("budget_project_code"), of("amount_cents", "amount"), of("paid_cents", "amount"), of("committed_cents", "amount"), of("contract_document"), ...place], part.rows);
  }
  if (!isBooked) {
    return filled(book, frame, [of("period"), of("budget_project_code"), of("department_code"), of("economic_code"), of("fund_code"), of("summary"), of(part.amount, "amount"), ...place], part.rows);
  }
  const number = of("voucher_number");
  number.open = (row) => () => openVoucher(row);
  number.sortable = (row) => Number(number.value(row)) || number.value(row);
  number.kind = "code";
  return filled(book, frame, [of("voucher_date"), of("voucher_type"), number, of("line_number", "count"), of("summary"), accountColumn(book, frame), of("debit_cents", "amount"), of("credit_cents", "amount"), of("source_file"), of("source_row", "count")], part.rows);
}

function filled(book, frame, columns, rows) {
  const looked = (rows || Array.from({ length: book.frames[frame].rows }, (_, row) => row)).slice(0, 2000);
  return columns.filter((column) => column.kind === "amount" || looked.some((row) => column.value(row) !== ""));
}

// Make the traced amounts of the page buttons. Within a table the arrow keys go from one to the next: one stop for Tab.
function makeOpenable() {
  let drill;
  const open = (amount) => { drill = drill || new Drill(); drill.open(amount); };
  for (const table of document.querySelectorAll("table[data-trace]")) tracedTable(table, open);
  for (const cell of document.querySelectorAll("[data-lines]")) tracedCell(cell, open);
  for (const cell of document.querySelectorAll("[data-open]")) openedCell(cell, open);
  for (const table of document.querySelectorAll("main table")) rove(table);
  for (const table of document.querySelectorAll("main .pk-table table")) offerCsv(table);
}

function tracedTable(table, open) {
  const told = JSON.parse(table.dataset.trace);
  const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent.trim());
  const title = captionOf(table);
  const above = [];
  for (const row of table.tBodies[0].rows) {
    if (!row.dataset.key) continue;
    const key = JSON.parse(row.dataset.key);
    above.push(key);
    const until = above.length;
    for (const [place, columns] of Object.entries(told.columns)) {
      const cell = row.cells[place];
      const lines = columns.map((one) => ({ ...one, where: [...(one.where || []), ...told.where] }));
      const words = [row.cells[0].querySelector(".name")?.textContent || row.cells[0].textContent, heads[place], title];
      openable(cell, { title: words.map((word) => word.trim()).join(" · "), lines, by: told.by, key, above: above.slice(0, until), step: 100 }, open);
    }
  }
}

function tracedCell(cell, open) {
  const table = cell.closest("table");
  if (cell.dataset.title) return openable(cell, { title: cell.dataset.title, lines: JSON.parse(cell.dataset.lines), by: [], key: [], above: [], step: 100 }, open);
  const label = cell.closest("div")?.querySelector("dt")?.textContent;
  const words = table ? [cell.closest("tr").cells[0].textContent, captionOf(table)] : [label, cell.closest("section")?.getAttribute("aria-label")];
  openable(cell, { title: words.filter(Boolean).map((word) => word.trim()).join(" · "), lines: JSON.parse(cell.dataset.lines), by: [], key: [], above: [], step: Number(cell.dataset.step || 100) }, open);
}

// A cell that is no amount: it opens its lines, and their voucher if they are of one.
function openedCell(cell, open) {
  const words = [...cell.closest("tr").cells].slice(0, 2).map((each) => each.textContent.trim());
  const amount = { title: words.join(" · "), lines: JSON.parse(cell.dataset.open), by: [], key: [], above: [], isBare: true };
  openable(cell, amount, open);
}

function openable(cell, amount, open) {
  const text = cell.textContent.trim();
  const printed = printedNumber(text);
  if (!printed || !amount.lines.length) return;
  const button = perfkit.element("button", { type: "button", class: "open", title: DRILL_WORDS.hint, onclick: () => open({ ...amount, printed, text }) }, text);
  cell.replaceChildren(button);
}

function captionOf(table) {
  return [...(table.caption?.childNodes || [])].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join(" ").trim();
}

// What a table prints, as it prints it; amounts without their commas.
function offerCsv(table) {
  if (!table.caption || !table.tBodies[0].rows[0]?.cells[1]) return;
  const rows = () => [...table.rows].map((row) => [...row.cells].map((cell) => {
    const text = (cell.querySelector(".name") || cell).textContent.trim().replace(/\s+/g, " ");
    return csvText(printedNumber(text) || text);
  }));
  const title = captionOf(table);
  const keep = () => perfkit.keepCsv(title, rows());
  table.caption.append(perfkit.element("button", { type: "button", class: "tool", "aria-label": `CSV：${title}`, title: DRILL_WORDS.csv, onclick: keep }, "CSV"));
}

function rove(table) {
  const buttons = [...table.querySelectorAll("button.open")];
  buttons.slice(1).forEach((button) => { button.tabIndex = -1; });
  table.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const to = at < 0 ? undefined : nextButton(buttons, at, event.key);
    if (!to) return;
    event.preventDefault();
    buttons[at].tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });
}

function nextButton(buttons, at, key) {
  if (key === "ArrowRight") return buttons[at + 1];
  if (key === "ArrowLeft") return buttons[at - 1];
  if (key === "Home") return buttons[0];
  if (key === "End") return buttons.at(-1);
  const cell = buttons[at].closest("td");
  const below = key === "ArrowDown" ? buttons.slice(at + 1) : key === "ArrowUp" ? buttons.slice(0, at).reverse() : [];
  return below.find((button) => button.closest("td").cellIndex === cell.cellIndex);
}

document.addEventListener("DOMContentLoaded", makeOpenable);
