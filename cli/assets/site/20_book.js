// The book: what the page was given, and the answer of each term on a day with what was known by one.
// The states were computed when the page was written; nothing here decides what an answer is.

const NOT_SET = Object.freeze({ status: "not-set", same: -1 });

/** The answers of one term in order of days, with whatever was known by each day. */
class Film {
  /**
   * @param {{now: Array, cuts: Array}} given rows [day or null, answer]; splices [cut, at, remove, rows]
   * @param {number} unset the answer before anything is known
   */
  constructor(given, unset) {
    this.now = given.now;
    this.splices = given.cuts;
    this.unset = unset;
    this.restart();
  }

  /** Go back to where nothing is known. */
  restart() {
    this.past = [[null, this.unset]];
    this.done = 0;
  }

  /**
   * Return the rows with what was public by a cut; null is all that is known now.
   * The same rows are the same array until something changes in them.
   * @param {number | null} cut
   */
  rows(cut) {
    if (cut === null) return this.now;
    const { splices } = this;
    if (this.done && splices[this.done - 1][0] > cut) this.restart();
    const from = this.done;
    while (this.done < splices.length && splices[this.done][0] <= cut) {
      if (this.done === from) this.past = this.past.slice();
      const [, at, remove, rows] = splices[this.done];
      this.past.splice(at, remove, ...rows);
      this.done += 1;
    }
    return this.past;
  }

  /**
   * Return the number of the answer on a day.
   * @param {number} day
   * @param {number | null} cut
   */
  answer(day, cut) {
    const rows = this.rows(cut);
    let low = 1;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle][0] <= day) low = middle + 1;
      else high = middle;
    }
    return rows[low - 1][1];
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
    this.answers = data.answers.map((one) => wholeAnswer(one, data.texts));
    this.sources = data.sources;
    this.cuts = data.cuts;
    const unset = data.answers.findIndex((one) => one.status === "not-set" && !one.flags);
    this.films = data.films.map((one) => new Film(one, unset));
    this.first = dayOf(data.first);
    this.last = dayOf(data.last);
    this.on = dayOf(data.on);
    this.days = daysOf(this.events, this.first, this.last);
  }

  /** Return the answer with this number. */
  at(number) {
    return number < 0 ? NOT_SET : this.answers[number];
  }

  /** Return which cut a day of knowledge makes: null without one, -1 before anything was public. */
  cut(known) {
    return known === null ? null : countUpTo(this.cuts, known) - 1;
  }

  /** Return the number of the answer of a term on a day, with what was known by a day. */
  answer(term, day, known) {
    return this.films[term].answer(day, this.cut(known));
  }

  /** Whether an event was public by a day, null being now. */
  isPublic(one, known) {
    return known === null || (one.public !== null && one.public <= known);
  }
}

/** Return an answer with the texts of which it was given the numbers. */
function wholeAnswer(one, texts) {
  const said = (each) => (each.value === undefined ? each : { ...each, value: texts[each.value] });
  return { ...said(one), possible: (one.possible || []).map(said), claims: (one.claims || []).map(said) };
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
  return { ...worded(one), ...several("possible"), ...several("claims") };
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
