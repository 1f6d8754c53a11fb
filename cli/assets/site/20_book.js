// The book: what the page was given, and the answer of each term on a day with what was known by one.
// The states were computed when the page was written; nothing here decides what an answer is.

/** The answers of one term on all days of both clocks. */
class Plane {
  /** @param {Array} rectangles first and last day (null where open), first and last cut, answer */
  constructor(rectangles) {
    this.rectangles = rectangles.map(([since, until, from, to, answer]) => ({ since, until, from, to, answer }));
    [this.cut, this.found] = [null, []];
  }

  /**
   * Return the rectangles that a cut goes through, in order of days.
   * The same ones are the same array until one of them becomes another.
   * @param {number} cut
   */
  rows(cut) {
    if (cut === this.cut) return this.found;
    const rows = this.rectangles.filter((one) => one.from <= cut && cut <= one.to);
    const isSame = rows.length === this.found.length && rows.every((one, at) => one === this.found[at]);
    this.cut = cut;
    if (!isSame) this.found = rows;
    return this.found;
  }

  /**
   * Return the number of the answer on a day.
   * @param {number} day
   * @param {number} cut
   */
  answer(day, cut) {
    const rows = this.rows(cut);
    let low = 1;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].since <= day) low = middle + 1;
      else high = middle;
    }
    return rows[low - 1].answer;
  }
}

/** All that the page was given. */
class Book {
  constructor(data) {
    this.data = data;
    this.answers = data.answers.map((one) => wholeAnswer(one, data.texts));
    this.terms = data.terms;
    this.events = data.events.map(wholeEvent);
    this.marks = data.marks.map((several) => several.map((one) => wholeMark(one, this.events[one.event], data.texts)));
    this.sources = data.sources;
    this.cuts = data.cuts;
    this.planes = data.planes.map((one) => new Plane(one));
    this.first = dayOf(data.first);
    this.last = dayOf(data.last);
    this.on = dayOf(data.on);
    this.days = daysOf(this.events, this.first, this.last);
  }

  /** Return the answer with this number. */
  at(number) {
    return this.answers[number];
  }

  /** Return which cut a day of knowledge makes: 0 before anything was public, the last without one. */
  cut(known) {
    return known === null ? this.cuts.length + 1 : countUpTo(this.cuts, known);
  }

  /** Return the number of the answer of a term on a day, with what was known by a day. */
  answer(term, day, known) {
    return this.planes[term].answer(day, this.cut(known));
  }

  /** Whether an event was public by a day, null being now. */
  isPublic(one, known) {
    return known === null || (one.public !== null && one.public <= known);
  }
}

/** Return an event with what it was given without: where it is, its days, and when it was public. */
function wholeEvent(one) {
  const days = daysOfDate(one);
  const isPublic = "announced" in one ? (one.public ?? null) : days.last;
  return { ...one, ...days, public: isPublic, href: `events/${one.id}.html` };
}

/** Return a mark with what it has in common with its event. */
function wholeMark(one, event, texts) {
  const days = "when" in one ? daysOfDate(one) : { when: event.when, first: event.first, last: event.last };
  return { ...one, ...days, said: texts[one.said], public: "public" in one ? one.public : event.public };
}

/** Return an answer with its texts in the place of their numbers. */
function wholeAnswer(one, texts) {
  const worded = (each) => ({ ...each, value: texts[each.value] });
  const several = (name) => (one[name] ? { [name]: one[name].map(worded) } : {});
  return { ...worded(one), ...several("possible"), ...several("replaced"), ...several("claims") };
}

/** Return the first and the last day of a date, null being an end that nobody has stated. */
function daysOfDate({ when, first, last }) {
  const day = when === undefined ? null : dayOf(when);
  if (day !== null) return { first: day, last: day };
  return { first: first ?? null, last: last ?? null };
}

/** Return the days on which events begin to be possible, or are over, in order. */
function daysOf(events, first, last) {
  const found = new Set();
  for (const one of events) {
    for (const day of [one.first, one.last]) {
      if (day !== null && day >= first && day <= last) found.add(day);
    }
  }
  return [...found].sort((one, other) => one - other);
}
