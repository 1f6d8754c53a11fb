// The table of the terms: what each answers on the chosen day.

const SHOWN_FOR = 2600; // milliseconds for which a row is marked as changed
const RESTED = 150; // milliseconds of rest after which the rows that nobody sees are written, too

/** The table that came with the page; cells are rewritten when an answer changes. */
class TermsTable {
  /**
   * @param {Book} book
   * @param {HTMLElement} table
   */
  constructor(book, table) {
    [this.book, this.table] = [book, table];
    const rows = new Map([...table.querySelectorAll("tr[data-term]")].map((one) => [one.dataset.term, one]));
    this.rows = book.terms.map((one) => rowOf(rows.get(one.id)));
    this.shown = book.terms.map(() => null);
    this.isTold = [];
    this.due = new Set();
    this.fresh = new Set();
    this.fillSoon = onceAFrame(() => this.fillSeen());
    this.fillLater = afterwards(() => this.fillRest(), RESTED);
    this.fillOn = onceAFrame(() => this.fillRest());
    this.calm = afterwards(() => this.forget(), SHOWN_FOR);
    this.seen = watched(this.rows.filter(Boolean), this.fillSoon, "100px");
    addEventListener("beforeprint", () => this.fillRest(Infinity));
  }

  /**
   * Show the answers on a day.
   * @returns {number[]} the terms whose answers changed
   */
  show(view) {
    const renamed = view.recorded !== this.recorded; // Titles of events and sources may have changed.
    [this.recorded, this.view] = [view.recorded, view];
    const changed = [];
    for (let term = 0; term < this.rows.length; term += 1) {
      const answer = this.book.answer(term, view);
      const said = this.book.told(term, view, answer);
      const isSame = answer === this.shown[term] && Boolean(said) === this.isTold[term];
      this.isTold[term] = Boolean(said);
      if (isSame && !renamed) continue;
      if (answer !== this.shown[term] && this.shown[term] !== null) changed.push(term);
      this.shown[term] = answer;
      if (this.rows[term]) this.due.add(term);
    }
    for (const term of changed) this.fresh.add(term);
    if (changed.length) this.calm();
    this.fillSeen();
    return changed;
  }

  /** Write the rows on or near the screen; the others follow at rest, as the whole table is laid out anew for any. */
  fillSeen() {
    for (const term of this.due) {
      if (this.seen.has(this.rows[term])) this.write(term);
    }
    this.table.ariaBusy = this.due.size ? "true" : null;
    if (this.due.size) this.fillLater();
  }

  /** Write the other rows, as many in this frame as there is time for. */
  fillRest(budget = BUDGET) {
    const until = performance.now() + budget;
    for (const term of this.due) {
      if (performance.now() > until) break;
      this.write(term);
    }
    this.table.ariaBusy = this.due.size ? "true" : null;
    if (this.due.size) this.fillOn();
  }

  write(term) {
    const row = this.rows[term];
    fill(this.book.at(this.recorded), row, this.shown[term]);
    tell(row, this.book.told(term, this.view, this.shown[term]));
    this.due.delete(term);
    if (!this.fresh.has(term)) return;
    row.node.classList.add("changed");
    if (!row.note.parentNode) row.head.append(row.note);
  }

  /** Return the answers that are shown. */
  answers() {
    return this.shown;
  }

  /** Stop marking rows as changed. */
  forget() {
    for (const term of this.fresh) {
      if (!this.rows[term]) continue;
      this.rows[term].node.classList.remove("changed");
      this.rows[term].note.remove();
    }
    this.fresh.clear();
  }
}

/** Return a row with its cells by name. */
function rowOf(node) {
  if (!node) return null;
  const cells = {};
  for (const one of node.querySelectorAll("[data-cell]")) cells[one.dataset.cell] = one;
  const note = make("span", { class: "note-changed" }, "changed");
  return { node, cells, note, told: node.querySelector("[data-told]"), head: node.querySelector("th") };
}

/** Write an answer into the cells of a row. */
function fill(book, { node, cells }, one) {
  node.dataset.status = one.status;
  write(cells.value, valueOf(one));
  write(cells.status, STATUS[one.status]);
  write(cells.since, one.since ? dated(book, one.since) : "");
  write(cells.standing, standingOf(book, one));
  items(cells.flags, one.flags, (flag, item) => {
    item.dataset.flag = flag;
    put(item, flagWords(flag));
  });
  items(cells.possible, one.possible, (each, item) => told(book, item, limitedOf(book, each), each.event));
  items(cells.replaced, one.replaced, (each, item) => told(book, item, replacedOf(each), each.event));
  items(cells.claims, one.claims, (each, item) => told(book, item, claimOf(book, each), each.event));
  items(cells.disputes, one.disputes, (each, item) => told(book, item, disputeOf(book, each), each.event));
  if (cells.event) {
    const event = book.event(one.event);
    cells.event.replaceChildren(...(event ? [inside(event.href, event.title)] : []));
  }
  if (cells.sources) fillSources(book, cells.sources, one.sources || []);
}

/** Write an answer in sentences, or show its parts if there are none. */
function tell({ node, told: place }, sentences) {
  node.classList.toggle("spoken", Boolean(sentences));
  if (!sentences) return;
  place.replaceChildren(...sentences.map((text, at) =>
    make("p", { class: at ? null : "headline" }, text)));
}

/** Rewrite a list, with an item for each of several. */
function items(list, several, say) {
  if (!list || (!list.firstChild && !(several && several.length))) return;
  list.replaceChildren(
    ...(several || []).map((one) => {
      const item = make("li");
      say(one, item);
      return item;
    }),
  );
}

/** Write a text and the event that says it. */
function told(book, item, text, number) {
  put(item, text);
  const event = book.event(number);
  if (event) put(item, " ", inside(event.href, event.title));
}

/** Write the sources of an answer, below how many there are. */
function fillSources(book, node, numbers) {
  const [summary, list] = [node.querySelector("summary"), node.querySelector("ol")];
  node.hidden = !numbers.length;
  write(summary, numbers.length ? counted(numbers.length, "source") : "");
  items(list, numbers, (number, item) => {
    const one = book.source(number);
    const href = webAddress(one.url);
    const text = one.said;
    put(item, href ? make("a", { href, rel: "nofollow noopener noreferrer" }, text) : text);
  });
}
