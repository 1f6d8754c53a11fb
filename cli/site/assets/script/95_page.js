// The page: what is chosen, and everything that shows it.

const TOLD_AFTER = 700; // milliseconds of rest before a screen reader speaks, so that a moving slider does not

/** The page of a partnership once the script has taken it over. */
class Page {
  constructor(book) {
    this.book = book;
    this.view = { day: book.on, known: null, recorded: null };
    this.points = null;
    this.waiting = new Set();
    this.update = onceAFrame(() => this.show());
    this.write = afterwards(() => this.writeAddress(), QUIET_FOR);
    this.announce = afterwards(() => this.tell(), TOLD_AFTER);
    this.build();
    addEventListener("hashchange", () => this.read());
    addEventListener("popstate", () => this.read());
    this.read();
  }

  build() {
    const { book } = this;
    const go = (change) => this.go(change);
    this.terms = new TermsTable(book, byId("terms"));
    this.search = new Search(book, byId("search"), this.terms);
    this.clocks = new Clocks(book, byId("clocks"), go);
    const about = make("section", { id: "about-view", "aria-label": "This view" });
    byId("clocks").after(about);
    this.citation = new Citation(book, about);
    this.drawing = new Drawing(book, byId("lanes"), go);
    this.comparison = byId("compare") ? new Comparison(book, byId("compare"), (points) => this.compare(points)) : null;
    this.voice = make("p", { class: "unseen", role: "status", id: "told" });
    document.body.append(this.voice);
    for (const one of document.querySelectorAll("[data-scripted]")) one.hidden = false;
    keepClear(byId("clocks"));
    const isWide = matchMedia("(min-width: 56.01rem)");
    isWide.addEventListener("change", () => this.arrange(isWide.matches));
    this.arrange(isWide.matches);
    openForPrint();
  }

  /** Put the drawing first, where it fits beside its answers; on a phone the answers come first. */
  arrange(isWide) {
    const [terms, drawn] = ["terms", "lanes"].map((id) => byId(id).closest("section"));
    if (isWide) terms.before(byId("about-view"), drawn);
    else terms.after(byId("about-view"), drawn);
  }

  /** Read what to show from the address. */
  read() {
    const { view, points, wrong } = readAddress(location.hash);
    const recorded = this.recordedBy(view.recorded, wrong);
    const named = location.hash.includes("=");
    const note = byId("wrong");
    if (note) {
      write(note, wrong.length ? `${wrong.join(" ")} The page shows ${dayWords(view.day ?? this.book.on)}.` : "");
      note.hidden = !wrong.length;
    }
    if (named || !this.begun) {
      this.view = { day: view.day ?? this.book.on, known: view.known ?? null, recorded };
    }
    if (points.from) this.points = points;
    else if (named) this.points = null;
    this.begun = true;
    this.show();
    if (points.from && !this.ledThere) byId("compare").scrollIntoView();
    this.ledThere = Boolean(points.from);
  }

  /** Return the index of the instant to cut at, or null for no cut. */
  recordedBy(text, wrong) {
    if (text === undefined) return null;
    const at = this.book.recordedBy(text);
    if (at < 0) wrong.push(`Nothing had been recorded by ${text}.`);
    return at < 0 ? null : at;
  }

  /** Choose a day, or a cut. */
  go(change) {
    this.view = { ...this.view, ...change };
    this.update();
    this.write();
  }

  /** Choose two points to compare. */
  compare(points) {
    this.points = points;
    this.ledThere = true;
    this.update();
    this.write();
  }

  /** Show what is chosen. */
  show() {
    const { day } = this.view;
    const changed = this.terms.show(this.view);
    this.clocks.show(this.view);
    this.drawing.show(this.view);
    write(byId("on-words"), `on ${dayWords(day)}, ${knownWords(this.view, this.book)}`);
    write(byId("summary"), summaryOf(this.terms.answers()));
    this.citation.show(this.view, this.points);
    byId("later").classList.toggle("note", day > this.book.through);
    changed.forEach((term) => this.waiting.add(term));
    this.announce();
    this.showCompared();
  }

  /** Show the comparison if it has changed. */
  showCompared() {
    if (!this.comparison) return;
    this.comparison.view = this.view;
    document.body.classList.toggle("comparing", Boolean(this.points));
    const points = this.points || this.comparison.points;
    const key = [points.from, points.to].map(pointText).join(" ");
    if (key !== this.compared) this.comparison.show(points);
    this.compared = key;
  }

  writeAddress() {
    const address = addressOf(this.book, this.view, this.points);
    if (location.hash !== address) history.replaceState(null, "", address);
    byId("wrong").hidden = true;
  }

  /** Tell screen readers what has changed since they were last told. */
  tell() {
    const { day } = this.view;
    const changed = [...this.waiting];
    this.waiting.clear();
    const said = changed.slice(0, 3).map((term) => {
      const answer = this.book.answer(term, this.view);
      return `${this.book.terms[term].title}: ${wholeOf(answer)}.`;
    });
    if (changed.length > 3) said.push(`And ${changed.length - 3} more.`);
    const number = `${counted(changed.length, "answer")} changed.`;
    if (this.told) write(this.voice, `As of ${dayWords(day)}, ${knownWords(this.view, this.book)}: ${[number, ...said].join(" ")}`);
    this.told = true;
  }
}

/** Scroll what gets the focus clear of the controls fixed above the page. */
function keepClear(section) {
  const bar = section.querySelector(".as-of");
  new ResizeObserver(() => {
    const height = Math.max(section.offsetHeight, bar.offsetHeight);
    document.documentElement.style.setProperty("--above", `${height}px`);
  }).observe(bar);
}

/** Open the lists of sources for printing. */
function openForPrint() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("#terms details:not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
}

const given = byId("data");
if (given && byId("terms") && byId("clocks") && byId("lanes")) new Page(new Book(JSON.parse(given.textContent)));
