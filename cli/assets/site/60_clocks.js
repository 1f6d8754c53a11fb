// The clocks: which day is asked about, and by which day what is said had to be known.

/** The controls of one clock: a field, a slider, and a rug of the days on which something happened. */
class Clock {
  /**
   * @param {{id: string, label: string, spoken: string, first: number, last: number, days: number[]}} given
   * @param {function(number): void} choose
   */
  constructor(given, choose) {
    const { id, label, spoken, first, last, days } = given;
    this.given = given;
    this.field = make("input", {
      type: "date", id, min: "1000-01-01", max: "9999-12-31", autocomplete: "off", required: true,
    });
    this.slider = make("input", {
      type: "range", id: `${id}-slider`, min: first, max: last, step: 1, autocomplete: "off",
      "aria-label": `${spoken}, as a slider`,
    });
    this.label = make("label", { for: id }, label);
    this.track = make("div", { class: "track" }, this.slider, rug(days, first, last));
    this.ends = make("div", { class: "ends", "aria-hidden": true }, ...yearsBetween(first, last));
    this.listen(choose);
  }

  listen(choose) {
    this.slider.addEventListener("input", () => choose(Number(this.slider.value)));
    this.field.addEventListener("input", () => {
      const day = this.field.validity.valid ? dayOf(this.field.value) : null;
      if (day !== null) choose(day);
    });
    this.field.addEventListener("blur", () => this.show(this.day, this.text));
  }

  /** Show a day in the field, if there is one, and on the slider. */
  show(day, text = day === null ? "all that is known now" : isoOf(day)) {
    const { first, last } = this.given;
    [this.day, this.text] = [day, text];
    const value = day === null ? "" : isoOf(day);
    if (this.field.value !== value && !this.beingTyped(day)) this.field.value = value;
    this.slider.value = day === null ? last : within(day, first, last);
    this.slider.setAttribute("aria-valuetext", text);
    this.slider.style.setProperty("--at", (Number(this.slider.value) - first) / (last - first || 1));
  }

  /** Whether the field says this day already, in the midst of being typed. */
  beingTyped(day) {
    return document.activeElement === this.field && dayOf(this.field.value) === day;
  }
}

/** Draw a stroke for each of these days under a slider. */
function rug(days, first, last) {
  const size = last - first || 1;
  const places = [...new Set(days.map((day) => (((day - first) / size) * 100).toFixed(1)))];
  const lines = places.map((x) => draw("line", { x1: `${x}%`, x2: `${x}%`, y1: 0, y2: 6 }));
  return draw("svg", { class: "rug", height: 6, "aria-hidden": true }, ...lines);
}

/** Return the years at both ends, and some of those between where there is room. */
function yearsBetween(first, last) {
  const [from, to] = [calendar(first)[0], calendar(last)[0]];
  const step = Math.max(1, Math.ceil((to - from + 1) / 8));
  const found = [];
  for (let year = from; year <= to; year += step) {
    const at = within((numberOf(year, 1, 1) - first) / (last - first || 1), 0, 1);
    const mark = make("span", {}, String(year));
    mark.style.setProperty("--at", at);
    if (at < 0.97) found.push(mark);
  }
  return found;
}

/** Both clocks, as they stand above the page. */
class Clocks {
  /**
   * @param {Book} book
   * @param {HTMLElement} section
   * @param {function({day: (number | undefined), known: (number | null | undefined)}): void} go
   */
  constructor(book, section, go) {
    this.book = book;
    this.view = { day: book.on, known: null };
    this.go = (change) => {
      this.view = { ...this.view, ...change }; // The next step may come before this one is shown.
      go(change);
    };
    const ends = { first: book.first, last: book.last };
    this.asOf = new Clock(
      { id: "as-of", label: "As of", spoken: "As of the day", days: book.days, ...ends },
      (day) => this.go({ day }),
    );
    this.known = new Clock(
      { id: "known", label: "Known by", spoken: "Known by the day", days: book.cuts, ...ends },
      (known) => this.go({ known }),
    );
    this.all = make("input", { type: "checkbox", id: "all-known", autocomplete: "off" });
    this.all.addEventListener("change", () => this.go({ known: this.all.checked ? null : this.view.day }));
    section.replaceChildren(this.dayGroup(), this.knownGroup());
    section.hidden = false;
  }

  dayGroup() {
    const steps = {
      before: [
        button("← event", () => this.stepEvent(-1), "Previous event", { class: "step", id: "event-before" }),
        button("← day", () => this.stepDay(-1), "Previous day", { class: "step", id: "day-before" }),
      ],
      after: [
        button("day →", () => this.stepDay(1), "Next day", { class: "step", id: "day-after" }),
        button("event →", () => this.stepEvent(1), "Next event", { class: "step", id: "event-after" }),
      ],
    };
    const line = make("div", { class: "line" }, this.asOf.label, this.asOf.field, ...steps.before, ...steps.after);
    const group = { class: "clock as-of", role: "group", "aria-label": "As of" };
    return make("div", group, line, this.asOf.track, this.asOf.ends);
  }

  knownGroup() {
    const check = make("label", { class: "check" }, this.all, " all that is known now");
    const line = make("div", { class: "line" }, this.known.label, this.known.field, check);
    const group = { class: "clock known", role: "group", "aria-label": "Known by" };
    return make("div", group, line, this.known.track, this.known.ends);
  }

  stepDay(by) {
    this.go({ day: within(this.view.day + by, FIRST_DAY, LAST_DAY) });
  }

  /** Go to the nearest day before or after on which an event may have begun, or was over. */
  stepEvent(by) {
    const { days } = this.book;
    const at = by > 0 ? countUpTo(days, this.view.day) : countUpTo(days, this.view.day - 1) - 1;
    if (at >= 0 && at < days.length) this.go({ day: days[at] });
  }

  show(view) {
    this.view = view;
    this.asOf.show(view.day);
    this.known.show(view.known);
    this.known.field.required = view.known !== null;
    this.all.checked = view.known === null;
  }
}
