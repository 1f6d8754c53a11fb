// The clocks: the day asked about, and by when facts had to be known and recorded.

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
  show(day, text = day === null ? "all that is known now" : dayWords(day)) {
    const { first, last } = this.given;
    [this.day, this.text] = [day, text];
    const value = day === null ? "" : isoOf(day);
    if (this.field.value !== value && !this.beingTyped(day)) this.field.value = value;
    this.slider.value = day === null ? last : within(day, first, last);
    this.slider.setAttribute("aria-valuetext", text);
    this.slider.style.setProperty("--at", (Number(this.slider.value) - first) / (last - first || 1));
  }

  /** Whether the user is typing this day, and the field already says it. */
  beingTyped(day) {
    return document.activeElement === this.field && dayOf(this.field.value) === day;
  }
}

/** The controls of the clock that moves from one instant of recording to the next. */
class Recording extends Clock {
  /**
   * @param {Book} book
   * @param {function(number): void} choose
   */
  constructor(book, choose) {
    super({
      id: "recorded", label: "Recorded by", spoken: "Recorded by the instant", first: 0, last: book.latest, days: [],
    }, choose);
    this.book = book;
    this.slider.disabled = !book.latest;
    this.ends = make("p", { class: "instant", "aria-hidden": true });
  }

  listen(choose) {
    this.slider.addEventListener("input", () => choose(Number(this.slider.value)));
    this.field.addEventListener("input", () => {
      const at = this.field.validity.valid && this.field.value ? this.book.recordedBy(this.field.value) : -1;
      if (at >= 0) choose(at);
    });
    this.field.addEventListener("blur", () => this.show(this.at));
  }

  /** Show an instant; null is now. */
  show(at) {
    this.at = at;
    const text = at === null ? "all that is recorded now" : instantWords(this.book, at);
    const day = at === null ? "" : this.book.recorded[at][1].slice(0, 10);
    if (document.activeElement !== this.field && this.field.value !== day) this.field.value = day;
    const [entry, last] = [at ?? this.book.latest, this.book.latest].map((one) => this.book.recorded[one][0]);
    write(this.ends, at === null ? `entry ${last}` : `${text}: entry ${entry} of ${last}`);
    this.slider.value = at ?? this.book.latest;
    this.slider.setAttribute("aria-valuetext", text);
    this.slider.style.setProperty("--at", Number(this.slider.value) / (this.book.latest || 1));
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

/** The three clocks at the top of the page. */
class Clocks {
  /**
   * @param {Book} book
   * @param {HTMLElement} section
   * @param {function(Object): void} go takes the changed choices: day, known, recorded
   */
  constructor(book, section, go) {
    this.book = book;
    this.view = { day: book.on, known: null, recorded: null };
    this.go = (change) => {
      this.view = { ...this.view, ...change }; // The user may step again before this is shown.
      go(change);
    };
    const ends = { first: book.first, last: book.last };
    this.asOf = new Clock(
      { id: "as-of", label: "As of", spoken: "As of the day", days: book.days, ...ends },
      (day) => this.go({ day }),
    );
    this.known = new Clock(
      { id: "known", label: "Known by", spoken: "Known by the day", days: book.known, ...ends },
      (known) => this.go({ known }),
    );
    this.recorded = new Recording(book, (recorded) => this.go({ recorded }));
    this.allKnown = make("input", { type: "checkbox", id: "all-known", autocomplete: "off" });
    this.allKnown.addEventListener("change", () => this.go({ known: this.allKnown.checked ? null : this.view.day }));
    this.allRecorded = make("input", { type: "checkbox", id: "all-recorded", autocomplete: "off" });
    this.allRecorded.addEventListener("change", () =>
      this.go({ recorded: this.allRecorded.checked ? null : book.latest }));
    this.cuts = make("div", { class: "cuts", id: "cuts" },
      this.cutGroup("known", this.known, this.allKnown, " all that is known now"),
      this.cutGroup("recorded", this.recorded, this.allRecorded, " all that is recorded now"));
    this.more = button("Known by, recorded by", () => this.open(!this.isOpen), null, { class: "more", "aria-controls": "cuts" });
    section.replaceChildren(this.dayGroup(), this.more, this.cuts);
    this.open(false);
    section.hidden = false;
  }

  /** Show the two cuts, which on a phone would stand above the answers, or hide them there. */
  open(isOpen) {
    this.isOpen = isOpen;
    this.cuts.classList.toggle("open", isOpen);
    this.more.setAttribute("aria-expanded", String(isOpen));
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

  cutGroup(name, clock, all, said) {
    const line = make("div", { class: "line" }, clock.label, clock.field, make("label", { class: "check" }, all, said));
    const group = { class: `clock ${name}`, role: "group", "aria-label": clock.given.label };
    return make("div", group, line, clock.track, clock.ends);
  }

  stepDay(by) {
    this.go({ day: within(this.view.day + by, FIRST_DAY, LAST_DAY) });
  }

  /** Go to the nearest day, earlier or later, on which an event may have begun or was over. */
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
    this.allKnown.checked = view.known === null;
    this.recorded.show(view.recorded);
    this.recorded.field.required = view.recorded !== null;
    this.allRecorded.checked = view.recorded === null;
    if (view.known !== null || view.recorded !== null) this.open(true);
  }
}
