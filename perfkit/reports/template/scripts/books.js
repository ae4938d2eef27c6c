// The lines of a year, as data/ledger.js holds them: unpacked on first use, chosen and added up for any amount.
"use strict";

const perfkit = { language: document.documentElement.lang === "en" ? "en" : "zh", books: new Map(), arrivals: new Map() };

// A page that was exported alone has nothing beside it.
perfkit.isAlone = "alone" in document.documentElement.dataset;

// The scripts of packed data (data/ledger.js, assets/plotly.js) call this.
perfkit.receive = (name, packed) => {
  const told = perfkit.arrivals.get(name);
  if (typeof told === "function") told(packed);
  else perfkit.arrivals.set(name, packed);
};

perfkit.unpack = async (packed) => {
  const stream = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
};

// The book of a year; rejected if its file is not beside this page.
perfkit.book = (year) => {
  const wanted = year || Number(document.body.dataset.year);
  if (!perfkit.books.has(wanted)) {
    const packed = perfkit.embedded(wanted) || perfkit.loaded(wanted);
    perfkit.books.set(wanted, Promise.resolve(packed).then(perfkit.unpack).then((text) => new Book(JSON.parse(text))));
  }
  return perfkit.books.get(wanted);
};

perfkit.embedded = (year) => {
  const block = document.querySelector(`script[data-book="${year}"]`);
  return block && block.textContent.trim();
};

perfkit.loaded = (year) => new Promise((arrived, failed) => {
  if (perfkit.isAlone) throw new Error("alone");
  perfkit.arrivals.set(year, arrived);
  const script = document.createElement("script");
  script.src = year === Number(document.body.dataset.year) ? "data/ledger.js" : `../${year}/data/ledger.js`;
  script.onerror = () => failed(new Error(script.src));
  document.head.append(script);
});

// Base 85 as RFC 1924 has it: five signs are four bytes, the last group may be shorter.
const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

function bytesOf(text) {
  const place = new Uint8Array(128);
  for (let at = 0; at < SIGNS.length; at += 1) place[SIGNS.charCodeAt(at)] = at;
  const missing = (5 - (text.length % 5)) % 5;
  const whole = text + "~".repeat(missing);
  const bytes = new DataView(new ArrayBuffer((whole.length / 5) * 4));
  for (let at = 0, to = 0; at < whole.length; at += 5, to += 4) {
    let number = 0;
    for (let sign = 0; sign < 5; sign += 1) number = number * 85 + place[whole.charCodeAt(at + sign)];
    bytes.setUint32(to, number);
  }
  return new Uint8Array(bytes.buffer, 0, bytes.byteLength - missing);
}

class Book {
  constructor(data) {
    Object.assign(this, { unit: data.unit, year: data.year, currency: data.currency, names: data.names, headings: data.headings });
    this.frames = {};
    for (const [name, packed] of Object.entries(data.frames)) if (packed !== "spending") this.frames[name] = unpackFrame(packed);
    for (const [name, packed] of Object.entries(data.frames)) if (packed === "spending") this.frames[name] = this.frames.spending;
    for (const frame of Object.values(this.frames)) if (frame.of) frame.journal = this.frames.journal;
  }

  // A cell as it is in the book: text, number, or null for no date.
  value(frame, row, name) {
    return this.column(frame, name).value(row);
  }

  // A column of a frame; one that it has no values of its own for is the journal's.
  column(name, column) {
    const frame = this.frames[name];
    if (frame.columns[column]) return frame.columns[column];
    const behind = frame.journal && frame.journal.columns[column];
    return behind ? behind.through(frame.of) : EMPTY;
  }

  // What people read for a code.
  name(column, code) {
    const names = this.names[column];
    return names && names[code] !== undefined ? names[code] : String(code);
  }

  // The numbers of the rows that all conditions hold for.
  rows(frame, where) {
    let rows = Array.from({ length: this.frames[frame].rows }, (_, row) => row);
    for (const [column, operator, value] of where) {
      const holds = this.test(frame, column, operator, value);
      rows = rows.filter(holds);
    }
    return rows;
  }

  test(frame, column, operator, value) {
    if (column === "row") return (row) => row === value;
    const is = operator === "in" ? (found) => value.includes(found)
      : operator === "begins" ? (found) => String(found).startsWith(value)
      : (found) => found === (typeof value === "boolean" ? Number(value) : value);
    return this.column(frame, column).tester(is);
  }

  sum(frame, rows, column) {
    const values = this.column(frame, column);
    return rows.reduce((total, row) => total + values.value(row), 0);
  }
}

// Texts held once each, with the number of each line's.
class Texts {
  constructor(texts, at) { Object.assign(this, { texts, at }); }
  value(row) { return this.texts[this.at[row]]; }
  through(rows) { return new Texts(this.texts, rows.map((row) => this.at[row])); }
  tester(is) {
    const held = this.texts.map(is);
    return (row) => held[this.at[row]];
  }
}

class Numbers {
  constructor(values) { this.values = values; }
  value(row) { return this.values[row]; }
  through(rows) { return new Numbers(rows.map((row) => this.values[row])); }
  tester(is) { return (row) => is(this.values[row]); }
}

// Days since 1970; -1 = none.
class Days extends Numbers {
  value(row) { return this.values[row] < 0 ? "" : new Date(this.values[row] * 86400000).toISOString().slice(0, 10); }
  through(rows) { return new Days(rows.map((row) => this.values[row])); }
}

const EMPTY = { value: () => "", through: () => EMPTY, tester: (is) => () => is("") };

function unpackFrame(packed) {
  const columns = {};
  for (const [name, column] of Object.entries(packed.columns)) {
    columns[name] = column.texts ? new Texts(column.texts, column.at)
      : column.days ? new Days(added(column.days)) : new Numbers(added(column.steps));
  }
  return { rows: packed.rows, columns, of: packed.of && added(packed.of) };
}

function added(steps) {
  let value = 0;
  return steps.map((step) => (value += step));
}

// The amounts of a frame, unless its lines say otherwise.
const AMOUNT_OF = { spending: "actual_cents", timeline: "actual_cents", budget: "amount_cents", income: "income_cents", commitments: "committed_cents" };

// The lines behind an amount: one part per group of lines, with its rows, their sum and what it adds to the amount.
// `above`: the keys of the rows of the table down to this one, for amounts that hold the rows above, too.
perfkit.parts = async (told, by, key, above) => Promise.all(told.map(async (one) => {
  const book = await perfkit.book(one.year);
  const where = one.where || [];
  const keys = one.is_cumulated ? above : [key];
  const isAll = one.spread || !key || !key.length;
  const chosen = isAll ? [where] : keys.map((each) => [...where, ...by.map((column, place) => [column, "is", each[place]])]);
  const rows = chosen.flatMap((conditions) => book.rows(one.frame, conditions));
  const amount = one.column || AMOUNT_OF[one.frame] || "debit_cents";
  const sum = book.sum(one.frame, rows, amount);
  const share = one.spread && key && key.length ? keys.reduce((total, [period]) => total + portion(sum, one.spread, period), 0) : sum;
  return { book, frame: one.frame, rows, amount, sum, sign: one.sign || 1, spread: one.spread || 0, adds: (one.sign || 1) * share };
}));

// The part of a period when `cents` are split evenly, exact to the cent: the first periods get the cents left over.
function portion(cents, parts, period) {
  if (period < 1) return 0;
  const whole = Math.abs(cents);
  const part = Math.floor(whole / parts) + (period <= whole % parts ? 1 : 0);
  return cents < 0 ? -part : part;
}
