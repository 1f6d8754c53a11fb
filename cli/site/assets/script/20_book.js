// The book: the data of the page, and the rows that hold at a point of the three clocks.
// The rows were worked out when the page was written; nothing here decides what an answer is.

const UNCUT = 9280837; // stands in place of a day if there is no cut: with all that is known
const KEPT = 64; // the most points for which a plane keeps phases

/** The rows of one term on all days of all clocks. */
class Plane {
  /**
   * @param {Book} book
   * @param {Array} given an item, its days, its known days and its instants; what is left out is open
   * @param {number[]} cited days from which on something more may be cited
   */
  constructor(book, given, cited) {
    this.book = book;
    this.rows = given.map(([item, first, last, since, until, begun, over]) => ({
      item, first: first ?? null, last: last ?? null, since: since ?? -Infinity, until: until ?? UNCUT,
      begun: begun ?? 0, over: over ?? Infinity,
    }));
    this.turns = inOrder([...cited, ...this.rows.flatMap((one) => [one.since, one.until + 1])]);
    this.found = new Map();
    this.looks = new Map();
  }

  /**
   * Return the phases of the term in order of days, by what was known and recorded.
   * The array is the same for all known days between two on which something changes.
   */
  phases(known, recorded) {
    const point = `${countUpTo(this.turns, known)} ${recorded}`;
    if (!this.found.has(point)) {
      const rows = this.rows.filter((one) => one.since <= known && known <= one.until &&
        one.begun <= recorded && recorded < one.over);
      if (this.found.size > KEPT) this.found.clear();
      this.found.set(point, phasesOf(this, rows, known, recorded));
    }
    return this.found.get(point);
  }
}

/** Consecutive days on which the same items hold; their answer is made when first asked for. */
class Phase {
  constructor(plane, since, until, rows, known, recorded) {
    Object.assign(this, { plane, book: plane.book, since, until, rows, known, recorded });
  }

  get items() {
    return this.rows.map((one) => this.book.items[one.item]);
  }

  /** An answer with the same names and flags, which do not depend on what may be cited. */
  get look() {
    const key = `${this.recorded} ${this.rows.map((one) => one.item).sort().join(" ")}`;
    if (!this.plane.looks.has(key)) this.plane.looks.set(key, this.answer);
    return this.plane.looks.get(key);
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

/** Return the phases of some rows: one begins wherever a row begins or ends. */
function phasesOf(plane, rows, known, recorded) {
  const days = inOrder(rows.flatMap(({ first, last }) => [first ?? -Infinity, (last ?? Infinity) + 1]));
  const [begins, ends] = [grouped(rows, (one) => one.first ?? -Infinity), grouped(rows, (one) => (one.last ?? Infinity) + 1)];
  const now = new Set();
  const found = [];
  days.forEach((day, at) => {
    for (const one of ends.get(day) || []) now.delete(one);
    for (const one of begins.get(day) || []) now.add(one);
    if (day === Infinity) return;
    const [since, until] = [day === -Infinity ? null : day, days[at + 1] === Infinity ? null : days[at + 1] - 1];
    found.push(new Phase(plane, since, until, [...now], known, recorded));
  });
  return found.length ? found : [new Phase(plane, null, null, [], known, recorded)];
}

/** Return numbers in order, each once. */
function inOrder(several) {
  return [...new Set(several)].sort((one, other) => one - other);
}

/** Group values by key. */
function grouped(several, keyOf) {
  const found = new Map();
  for (const one of several) {
    const key = keyOf(one);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(one);
  }
  return found;
}

/** All the data of the page. */
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
    this.planes = data.rows.map((rows) => new Plane(this, rows, this.citedBy(rows)));
    this.known = [...new Set(this.planes.flatMap((plane) => plane.rows.map((row) => row.since)))]
      .filter((day) => Math.abs(day) < UNCUT);
    this.first = dayOf(data.first);
    this.last = dayOf(data.last);
    this.on = dayOf(data.on);
    this.through = (data.covered_through && endOf(this, data.covered_through)) ?? Infinity;
    const events = this.forms.events.map((_, number) => this.standing("events", number, this.latest)).filter(Boolean);
    this.days = daysOf(events, this.first, this.last);
    const dated = this.forms.events.flatMap((forms, number) => forms.map(({ first, last }) => ({ number, first, last })));
    this.byDay = grouped(dated.filter(({ first, last }) => first === last), ({ first }) => first);
  }

  /** Return the days on which something that the rows refer to becomes citable. */
  citedBy(rows) {
    const numbers = new Set(rows.flatMap(([item]) => refersTo(this.items[item])));
    const steps = [...numbers].flatMap((number) => this.forms.steps[number]);
    const sources = steps.flatMap((one) => (one.sources || []).flatMap((number) => this.forms.sources[number]));
    return [...steps.map((one) => one.known), ...sources.map((one) => one.public)];
  }

  /** Return an event, source or step as recorded by then, or undefined if it was not. */
  standing(kind, number, recorded) {
    const forms = this.forms[kind][number];
    return forms.find((one) => one.since <= recorded && recorded < one.until);
  }

  /** Return a step as far as it was known. */
  step(number, known, recorded) {
    return this.forms.steps[number].findLast((one) =>
      one.known <= known && one.since <= recorded && recorded < one.until);
  }

  /** Return the events of a day that were recorded and public. */
  eventsOn({ day, known, recorded }) {
    const found = inOrder((this.byDay.get(day) || []).map((one) => one.number))
      .map((number) => this.standing("events", number, recorded ?? this.latest));
    return found.filter((one) => one?.first === day && one.last === day && isPublic(one, known ?? UNCUT));
  }

  /** Return the events that changed the most terms, of those that were recorded and public. */
  named(known, recorded) {
    const found = this.data.axis.named.map((number) => this.standing("events", number, recorded ?? this.latest));
    return found.filter((one) => one && one.first !== null && isPublic(one, known ?? UNCUT));
  }

  /** Return the days on which events of a term became public, by what was recorded. */
  publicOn(term, recorded) {
    const steps = this.steps[term].map((number) => this.step(number, UNCUT, recorded)).filter(Boolean);
    return steps.map((one) => one.public ?? UNCUT).sort((one, other) => one - other);
  }

  /** Return the phase of a term that contains a day. */
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

  /** Return the answer of a term at a point; equal answers are one object. */
  answer(term, point) {
    const { answer } = this.phase(term, point);
    const told = onDay(this, answer, point.day, this.coveredFrom(term, point.recorded ?? this.latest));
    return told === answer ? answer : this.same(told);
  }

  /**
   * Return the answer of a term on a day in sentences, or null where it has to be put together from its parts: if
   * something is cut, or if its last day depends on the day.
   */
  told(term, { day, known, recorded }, answer) {
    if (known !== null || recorded !== null || (answer.flags || []).includes("renewed")) return null;
    if (answer.status === "not-covered") return [this.data.uncovered];
    const found = this.data.told[term].findLast(([since]) => since === null || since <= day);
    return found ? found.slice(1).map((number) => this.data.texts[number]) : null;
  }

  /** Return the first day for which the log was said to be complete about a term. */
  coveredFrom(term, recorded) {
    const said = this.data.covered[term].findLast(([commit]) => commit <= recorded);
    return said ? said[1] : -Infinity;
  }

  /** Return the object shared by all answers equal to this one. */
  same(answer) {
    const key = JSON.stringify(answer);
    if (!this.pool.has(key)) this.pool.set(key, answer);
    return this.pool.get(key);
  }

  /** Return the marks of a term, as known and recorded, each once. */
  marks(term, known, recorded) {
    const steps = this.steps[term].map((number) => this.step(number, known, recorded))
      .filter((one) => one && isPublic(one, known) && (!one.on || one.on.includes(this.terms[term].id)));
    const named = new Set(steps.flatMap((one) => one.unless || []));
    const found = new Map();
    for (const one of steps.sort((step, other) => step.order - other.order)) {
      const key = [one.event, one.kind, one.when].join(" ");
      if (!found.has(key) && (!one.condition || named.has(one.condition))) found.set(key, markOf(one));
    }
    return [...found.values()];
  }

  /** Return the data and functions that find events and sources as recorded by then. */
  at(recorded) {
    const by = recorded ?? this.latest;
    return {
      data: this.data,
      event: (number) => (number === undefined ? undefined : this.standing("events", number, by)),
      source: (number) => this.standing("sources", number, by),
    };
  }

  /** Return the index of the last instant of recording up to the end of a day, or up to an instant. */
  recordedBy(text) {
    const [day, time = "23:59:59.999999"] = text.replace("Z", "").split("T");
    const by = `${day}T${(time.includes(".") ? time : `${time}.`).padEnd(15, "0")}Z`; // Padded to microseconds.
    return this.recorded.filter(([, instant]) => instant <= by).length - 1;
  }
}

/** Return the steps that an item names. */
function refersTo(item) {
  const named = Object.values(item).flat().flatMap((one) => (typeof one === "object" ? Object.values(one) : one));
  return named.filter((one) => typeof one === "number");
}

/** Whether something was public by a day. */
function isPublic(one, known) {
  return known === UNCUT || (one.public !== null && one.public <= known);
}

/** Return a form with the instants between which it stood. */
function whole(one, since = 0) {
  return { ...one, since: one.since ?? since, until: one.until ?? Infinity };
}

/** Return a path whose names Windows allows for files: `con~.html` for `con.html`. */
function filePath(path) {
  return path.replace(/(^|\/)(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=[./]|$)/g, "$1$2~");
}

/** Return an event with what its data leaves out: its link, its days, and when it was public. */
function wholeEvent(one) {
  const days = daysOfDate(one);
  const known = "announced" in one ? (one.public ?? null) : days.last;
  return { ...whole(one), ...days, public: known, href: filePath(`events/${one.id}.html`) };
}

/** Return a source with the day from which it may be cited. */
function wholeSource(one) {
  const day = one.published ? dayOf(one.published) : -Infinity;
  return { ...whole(one), public: one.public ?? day };
}

/** Return a step with what it shares with the first form of its event. */
function wholeStep(one, event) {
  const days = "when" in one ? daysOfDate(one) : { first: event.first, last: event.last };
  const known = "public" in one ? one.public : event.public;
  const when = "when" in one ? one.when : event.when;
  return { ...whole(one, event.since), when, ...days, public: known, known: one.known ?? known ?? UNCUT };
}

/** Return the mark of a step in the drawing. */
function markOf({ event, kind, when, first, last, value, public: known }) {
  const said = kind === "claim" && value === undefined ? "ended" : value;
  return { event, kind, when, first, last, said, public: known };
}

/** Return the first and last day of a date, or null for an end that is not stated. */
function daysOfDate({ when, first, last }) {
  const day = when ? dayOf(when) : null;
  if (day !== null) return { first: day, last: day };
  return { first: first ?? null, last: last ?? null };
}

/** Return the days on which events become possible or are over, in order. */
function daysOf(events, first, last) {
  const found = new Set();
  for (const one of events) {
    for (const day of [one.first, one.last]) {
      if (day !== null && day >= first && day <= last) found.add(day);
    }
  }
  return [...found].sort((one, other) => one - other);
}
