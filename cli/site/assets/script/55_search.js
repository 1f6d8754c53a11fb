// The search: which terms and events have some words in them.

const MOST_FOUND = 8; // events that are listed

/** The field above the terms that leaves only those rows that have all the words typed. */
class Search {
  /**
   * @param {Book} book
   * @param {HTMLElement} section
   * @param {TermsTable} terms
   */
  constructor(book, section, terms) {
    [this.book, this.terms] = [book, terms];
    this.texts = book.terms.map(({ id, title, topic, asks }, term) => {
      const told = book.data.told[term].flatMap(([, ...numbers]) => numbers.map((number) => book.data.texts[number]));
      return plainWords([id, title, topic, asks, ...told].join(" "));
    });
    this.field = make("input", { type: "search", id: "search-field", autocomplete: "off" });
    this.found = make("p", { id: "found", role: "status" });
    this.events = make("ul", { id: "found-events" });
    this.field.addEventListener("input", () => this.show());
    section.replaceChildren(make("label", { for: "search-field" }, "Search terms and events "), this.field, this.found, this.events);
    section.hidden = false;
  }

  show() {
    const words = plainWords(this.field.value).split(" ").filter(Boolean);
    const has = (text) => words.every((word) => text.includes(word));
    const rows = this.terms.rows.map((row, term) => [row, has(this.texts[term])]).filter(([row]) => row);
    for (const [row, isFound] of rows) row.node.hidden = !isFound;
    for (const body of this.terms.table.tBodies) {
      body.hidden = ![...body.querySelectorAll("tr[data-term]")].some((row) => !row.hidden);
    }
    const events = words.length ? this.standing().filter(({ id, title }) => has(plainWords(`${id} ${title}`))) : [];
    const count = rows.filter(([, isFound]) => isFound).length;
    write(this.found, words.length ? `${counted(count, "term")} and ${counted(events.length, "event")}.` : "");
    this.events.replaceChildren(...events.slice(0, MOST_FOUND).map((one) =>
      make("li", {}, `${one.when ? dated(this.book, one.when) : "no date"}: `, inside(one.href, one.title))));
  }

  standing() {
    const { book } = this;
    return book.forms.events.map((_, number) => book.standing("events", number, book.latest)).filter(Boolean);
  }
}

/** Return a text in small letters, without accents. */
function plainWords(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
