// The comparison of any two days, each with what was known by a day of its own.

/** The form for two points, and the table of what differs between them and why. */
class Comparison {
  /**
   * @param {Book} book
   * @param {HTMLElement} section
   * @param {function({from: Object, to: Object}): void} go
   */
  constructor(book, section, go) {
    this.book = book;
    this.go = (points) => {
      this.points = points; // The user may change it again before this is shown.
      go(points);
    };
    this.points = { from: { day: book.on - 365, known: null }, to: { day: book.on, known: null } };
    this.view = this.points.to;
    this.fields = { from: this.point("from", "From"), to: this.point("to", "To") };
    this.said = make("p", { class: "said", id: "compared", "aria-live": "polite" });
    this.body = make("div", { class: "compared" });
    const swap = button("⇄ swap", () => this.go({ from: this.points.to, to: this.points.from }), null, { class: "swap" });
    const form = make("div", { class: "points" }, this.fields.from.node, swap, this.fields.to.node);
    section.append(form, this.said, this.body);
    section.hidden = false;
  }

  /** Return the fields of one point. */
  point(name, label) {
    const day = make("input", { type: "date", id: `${name}-day`, min: "1000-01-01", max: "9999-12-31", autocomplete: "off" });
    const known = make("input", { type: "date", id: `${name}-known`, min: "1000-01-01", max: "9999-12-31", autocomplete: "off" });
    const changed = () => {
      const on = day.validity.valid ? dayOf(day.value) : null;
      if (on === null || !known.validity.valid) return;
      this.go({ ...this.points, [name]: { day: on, known: dayOf(known.value) } });
    };
    for (const field of [day, known]) field.addEventListener("input", changed);
    const chosen = button("the day chosen above", () => this.go({ ...this.points, [name]: { day: this.view.day, known: this.view.known } }), null,
      { class: "chosen-day", id: `${name}-chosen` });
    const node = make("fieldset", {}, make("legend", {}, label),
      make("p", {}, make("label", { for: day.id }, "Day"), day),
      make("p", {}, make("label", { for: known.id }, "Known by ", make("small", {}, "(empty: all that is known now)")), known),
      chosen);
    return { node, day, known };
  }

  /** Show what differs between two points. */
  show(points) {
    this.points = points;
    for (const name of ["from", "to"]) {
      const { day, known } = points[name];
      setField(this.fields[name].day, isoOf(day));
      setField(this.fields[name].known, known === null ? "" : isoOf(known));
    }
    const found = differencesOf(this.book, points.from, points.to);
    const terms = new Set(found.map((one) => one.term)).size;
    const several = `${terms || "no"} term${terms > 1 ? "s differ" : " differs"}`;
    write(this.said, `From ${pointWords(points.from)} to ${pointWords(points.to)}: ${several}.`);
    this.body.replaceChildren(...(found.length ? [this.table(found)] : []));
  }

  table(found) {
    const heads = ["Term", "From", "To", "Why"].map((text) => make("th", { scope: "col" }, text));
    const rows = found.map((one) => this.row(one));
    return make("table", { id: "differences", class: "cards" },
      make("caption", { class: "unseen" }, "What differs, and why"),
      make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
  }

  row({ term, cause, before, after, events, days }) {
    const { id, title, href } = this.book.terms[term];
    const named = events.map(this.book.at(null).event);
    const list = make("ul", { "data-cell": "events" },
      ...named.map((one) => make("li", {}, inside(one.href, one.title))));
    return make("tr", { "data-term": id, "data-cause": cause },
      make("th", { scope: "row" }, inside(href, title), " ", make("small", {}, id)),
      make("td", { "data-label": "From", "data-status": before.status }, this.side("before", before)),
      make("td", { "data-label": "To", "data-status": after.status }, this.side("after", after)),
      make("td", { "data-label": "Why" }, make("span", { "data-cell": "cause", class: "cause" }, cause), " ",
        make("small", {}, CAUSES[cause], days && make("span", { "data-cell": "days" }, ` of ${days}`)), list));
  }

  side(name, one) {
    const beside = [STATUS[one.status], limitsOf(this.book, one)];
    return make("div", { "data-cell": name }, make("span", { class: "whole" }, wholeOf(one)),
      one.value ? make("small", {}, beside.filter(Boolean).join("; ")) : null);
  }
}

/** Write a day into a field unless it says it already. */
function setField(field, text) {
  if (field.value !== text) field.value = text;
}

/** Say a point in words. */
function pointWords({ day, known }) {
  return dayWords(day) + (known === null ? "" : ` as known on ${dayWords(known)}`);
}

/**
 * Return the differences between two points: first what was learned, then what changed in the world.
 * @returns {{term: number, cause: string, before: Object, after: Object, events: number[]}[]}
 */
function differencesOf(book, from, to) {
  return book.terms.flatMap((_, term) => {
    const first = book.answer(term, from);
    const between = book.answer(term, { ...to, day: from.day });
    const last = book.answer(term, to);
    const over = from.known === to.known ? [] : overOf(book, term, from, to);
    const rows = [["learned", first, between, from.known], ["world", between, last, to.known]]
      .filter(([, before, after]) => before.same !== after.same)
      .map(([cause, before, after, known]) => ({
        cause, before, after,
        events: eventsBehind(book, [before.steps || [], known ?? UNCUT], [after.steps || [], to.known ?? UNCUT]),
      }));
    return [...over, ...rows].map((one) => ({ term, ...one }));
  });
}

/** Return what was learned about days that are past at both points. */
function overOf(book, term, from, to) {
  const since = Math.min(from.day, to.day);
  const found = partingsOf(book, term, from, to, since);
  let lasting = found.length && found[found.length - 1].last === since ? found.pop() : null;
  while (lasting && found.length && lasts(book, found[found.length - 1], lasting)) lasting = found.pop();
  return found.map(({ was, now, first, last }) => {
    const events = eventsBehind(book, [was.deciding, was.known], [now.deciding, now.known]);
    const days = daysWords(first === -Infinity ? null : first, last);
    return { cause: "learned", before: was.answer, after: now.answer, events, days };
  });
}

/** Return the days up to one on which two answers differ; consecutive days with the same pair are one. */
function partingsOf(book, term, from, to, since) {
  const [was, now] = [from, to].map(({ known }) => book.planes[term].phases(known ?? UNCUT, book.latest));
  const firsts = [...new Set([...was, ...now].map((one) => one.since ?? -Infinity))].sort((one, other) => one - other)
    .filter((day) => day <= since);
  const found = [];
  firsts.forEach((first, at) => {
    const [old, fresh] = [was, now].map((phases) => phases.findLast((one) => (one.since ?? -Infinity) <= first));
    if (old.answer.same === fresh.answer.same) return;
    const one = { first, last: (firsts[at + 1] ?? since + 1) - 1, was: old, now: fresh };
    const before = found[found.length - 1];
    const goesOn = before && before.last + 1 === first && before.was.answer.same === old.answer.same &&
      before.now.answer.same === fresh.answer.same;
    found.push(goesOn ? { ...one, first: found.pop().first } : one);
  });
  return found;
}

/** Whether the later difference is only that what may have happened earlier must have by then. */
function lasts(book, start, one) {
  const back = (parting) => ({ ...parting, was: parting.now, now: parting.was });
  return goesOn(book, start, one) || goesOn(book, back(start), back(one));
}

function goesOn(book, start, one) {
  const stepsOf = ({ was, now }) => behind(was.deciding, now.deciding)
    .map((number) => ({ number, ...book.step(number, UNCUT, book.latest) }));
  const moments = new Set(stepsOf(start).map(momentOf));
  return start.now.answer.possible && start.last + 1 === one.first && start.was.answer.same === one.was.answer.same &&
    stepsOf(one).some((step) => moments.has(momentOf(step)) && step.last === one.first);
}

/** Name the pick of a day that a step shares with others. */
function momentOf({ number, event, of, apart }) {
  return apart ? `step ${number}` : `event ${of ?? event}`;
}

/** Return what is new in *now* or, if nothing is, all of it or what was lost. */
function behind(then, now) {
  const fresh = now.filter((one) => !then.includes(one));
  return fresh.length ? fresh : now.length ? now : then;
}

/**
 * Return the events behind a change of the answers that steps gave, *was* and *now*, each with what was known.
 * The events that dated the steps, and those that denied what had given an answer, are among them.
 */
function eventsBehind(book, [was, before], [now, after]) {
  const moved = behind(was, now).flatMap((number) => {
    const step = book.step(number, now.includes(number) ? after : before, book.latest);
    return [step.event, ...(step.moved_by || [])];
  });
  const undone = was.map((number) => book.step(number, after, book.latest))
    .filter((step) => step && step.denied_by !== undefined).sort((one, other) => one.order - other.order);
  return [...new Set([...moved, ...undone.flatMap((step) => [step.event, step.denied_by])])];
}
