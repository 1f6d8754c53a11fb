// The book: what the page was given, and the rows that hold at a point of the three clocks.
// The rows were worked out when the page was written; nothing here decides what an answer is.

const UNCUT = 9280837; // in the place of a day: with all that is known

/** The rows of one term on all days of all clocks. */
class Plane {
  /** @param {Array} rows an item, its days, its known days and its instants; what is left out is open */
  constructor(book, rows) {
    this.book = book;
    this.rows = rows.map(([item, first, last, since, until, begun, over]) => ({
      item, first: first ?? null, last: last ?? null, since: since ?? -Infinity, until: until ?? UNCUT,
      begun: begun ?? 0, over: over ?? Infinity,
    }));
    [this.point, this.found] = ["", []];
  }

  /**
   * Return the phases of the term in order of days, by what was known and recorded.
   * The same ones are the same array until the point becomes another.
   */
  phases(known, recorded) {
    const point = `${known} ${recorded}`;
    if (point === this.point) return this.found;
    const rows = this.rows.filter((one) => one.since <= known && known <= one.until &&
      one.begun <= recorded && recorded < one.over);
    [this.point, this.found] = [point, phasesOf(this.book, rows, known, recorded)];
    return this.found;
  }
}

/** Days in a row on which the same items hold; the answer they make is made when it is asked for. */
class Phase {
  constructor(book, since, until, items, known, recorded) {
    Object.assign(this, { book, since, until, items, known, recorded });
  }

  /** The steps that decide what the answer is, or may be. */
  get deciding() {
    const several = this.items.flatMap((one) => one.answer || []).map((one) => one.decided ?? one.ended ?? one.given);
    return [...new Set(several)].filter((one) => one !== undefined).sort((one, other) => one - other);
  }

  get answer() {
    this.made ??= this.book.same(answerOf(this.book, this.items, this.known, this.recorded));
    return this.made;
  }
}

/** Return the phases that rows make, which begin where one of them begins, or is over. */
function phasesOf(book, rows, known, recorded) {
  const turns = new Set(rows.flatMap(({ first, last }) => [first ?? -Infinity, last === null ? Infinity : last + 1]));
  const days = [...turns].sort((one, other) => one - other);
  const [begins, ends] = [grouped(rows, (one) => one.first ?? -Infinity), grouped(rows, (one) => (one.last ?? Infinity) + 1)];
  const now = new Set();
  const found = [];
  days.forEach((day, at) => {
    for (const one of ends.get(day) || []) now.delete(one);
    for (const one of begins.get(day) || []) now.add(one);
    if (day === Infinity) return;
    const items = [...now].map((one) => book.items[one.item]);
    const [since, until] = [day === -Infinity ? null : day, days[at + 1] === Infinity ? null : days[at + 1] - 1];
    found.push(new Phase(book, since, until, items, known, recorded));
  });
  return found.length ? found : [new Phase(book, null, null, [], known, recorded)];
}

/** Return several by a key of each. */
function grouped(several, keyOf) {
  const found = new Map();
  for (const one of several) {
    const key = keyOf(one);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(one);
  }
  return found;
}

/** All that the page was given. */
class Book {
  constructor(data) {
    this.data = data;
    this.terms = data.terms;
    this.items = data.items;
    this.forms = { events: data.events.map((forms) => forms.map(wholeEvent)) };
    this.forms.sources = data.sources.map((forms) => forms.map(wholeSource));
    this.forms.steps = data.steps.map((forms, order) =>
      forms.map((one) => ({ order, ...wholeStep(one, this.forms.events[one.event][0]) })));
    this.steps = data.steps_of;
    this.recorded = data.recorded;
    this.latest = data.recorded.length - 1;
    this.pool = new Map();
    this.planes = data.rows.map((rows) => new Plane(this, rows));
    this.known = [...new Set(this.planes.flatMap((plane) => plane.rows.map((row) => row.since)))]
      .filter((day) => Math.abs(day) < UNCUT);
    this.first = dayOf(data.first);
    this.last = dayOf(data.last);
    this.on = dayOf(data.on);
    this.days = daysOf(this.eventsAt(UNCUT, this.latest), this.first, this.last);
  }

  /** Return how it stood by what was recorded: an event, a source, a step; undefined where it did not. */
  standing(kind, number, recorded) {
    const forms = this.forms[kind][number];
    return forms.find((one) => one.since <= recorded && recorded < one.until);
  }

  /** Return a step as it was told by what was known. */
  step(number, known, recorded) {
    return this.forms.steps[number].findLast((one) =>
      one.known <= known && one.since <= recorded && recorded < one.until);
  }

  /** Return the events that were recorded and public. */
  eventsAt(known, recorded) {
    return this.forms.events.map((_, number) => this.standing("events", number, recorded))
      .filter((one) => one && isPublic(one, known));
  }

  /** Return the phase of a term in which a day lies. */
  phase(term, { day, known, recorded }) {
    const phases = this.planes[term].phases(known ?? UNCUT, recorded ?? this.latest);
    let [low, high] = [1, phases.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (phases[middle].since <= day) low = middle + 1;
      else high = middle;
    }
    return phases[low - 1];
  }

  /** Return the answer of a term at a point; equal ones are one. */
  answer(term, point) {
    return this.phase(term, point).answer;
  }

  /** Return the one answer that is equal to this one. */
  same(answer) {
    const key = JSON.stringify(answer);
    if (!this.pool.has(key)) this.pool.set(key, answer);
    return this.pool.get(key);
  }

  /** Return what happened to a term, as known and recorded, each thing once. */
  marks(term, known, recorded) {
    const steps = this.steps[term].map((number) => this.step(number, known, recorded))
      .filter((one) => one && isPublic(one, known));
    const named = new Set(steps.flatMap((one) => one.unless || []));
    const found = new Map();
    for (const one of steps.sort((step, other) => step.order - other.order)) {
      const key = [one.event, one.kind, one.when].join(" ");
      if (!found.has(key) && (!one.condition || named.has(one.condition))) found.set(key, markOf(one));
    }
    return [...found.values()];
  }

  /** Return how to name what stood, by what was recorded. */
  at(recorded) {
    const by = recorded ?? this.latest;
    return {
      data: this.data,
      event: (number) => (number === undefined ? undefined : this.standing("events", number, by)),
      source: (number) => this.standing("sources", number, by),
    };
  }

  /** Return the number of the last instant up to which all was recorded by the end of a day, or by an instant. */
  recordedBy(text) {
    const [day, time = "23:59:59.999999"] = text.replace("Z", "").split("T");
    const by = `${day}T${(time.includes(".") ? time : `${time}.`).padEnd(15, "0")}Z`; // To the microsecond.
    return this.recorded.filter(([, instant]) => instant <= by).length - 1;
  }
}

/** Whether it was public by a day. */
function isPublic(one, known) {
  return known === UNCUT || (one.public !== null && one.public <= known);
}

/** Return a form with the instants from which on and before which it stood so. */
function whole(one, since = 0) {
  return { ...one, since: one.since ?? since, until: one.until ?? Infinity };
}

/** Return an event with what it was given without: where it is, its days, and when it was public. */
function wholeEvent(one) {
  const days = daysOfDate(one);
  const known = "announced" in one ? (one.public ?? null) : days.last;
  return { ...whole(one), ...days, public: known, href: `events/${one.id}.html` };
}

/** Return a source with the day from which on it may be cited. */
function wholeSource(one) {
  const day = one.published ? dayOf(one.published) : -Infinity;
  return { ...whole(one), public: one.public ?? day };
}

/** Return a step with what it has in common with the first form of its event. */
function wholeStep(one, event) {
  const days = "when" in one ? daysOfDate(one) : { first: event.first, last: event.last };
  const known = "public" in one ? one.public : event.public;
  const when = "when" in one ? one.when : event.when;
  return { ...whole(one, event.since), when, ...days, public: known, known: one.known ?? known ?? UNCUT };
}

/** Return what a step is as a mark in the drawing. */
function markOf({ event, kind, when, first, last, value, public: known }) {
  const said = kind === "claim" && value === undefined ? "ended" : value;
  return { event, kind, when, first, last, said, public: known };
}

/** Return the first and the last day of a date, null being an end that nobody has stated. */
function daysOfDate({ when, first, last }) {
  const day = when ? dayOf(when) : null;
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
