// A lane: what is drawn of one term.

/** A lane of the drawing, redrawn when the axis moves or its answers change. */
class Lane {
  /**
   * @param {Book} book
   * @param {number} term
   * @param {Axis} axis
   */
  constructor(book, term, axis) {
    [this.book, this.term, this.axis] = [book, term, axis];
    const { id, title, href, levels } = book.terms[term];
    this.levels = levels || {};
    this.rise = levels ? RISE : 0;
    this.tall = BAR + this.rise;
    this.mark = MARK + this.rise;
    this.strip = draw("svg", { class: "strip", role: "group", "aria-label": title, height: STRIP + this.rise });
    this.answer = make("div", { class: "answer", "aria-hidden": true });
    this.node = make("div", { class: levels ? "lane counted" : "lane", "data-lane": id },
      make("div", { class: "name" }, make("a", { href }, title), make("small", {}, id)),
      this.strip, this.answer);
    [this.stale, this.unsaid] = [true, true];
  }

  /** Set what was known and recorded; the lane becomes stale if that changes it. */
  know(known, recorded) {
    const [book, point] = [this.book, [known ?? UNCUT, recorded ?? this.book.latest]];
    const recut = recorded !== this.recorded;
    if (recut) this.publicDays = book.publicOn(this.term, point[1]);
    const phases = book.planes[this.term].phases(...point);
    const marked = countUpTo(this.publicDays, point[0]);
    const isSame = !recut && marked === this.marked && (phases === this.phases || areSame(phases, this.phases));
    Object.assign(this, { phases, marked, point, recorded });
    if (!isSame) [this.stretches, this.stale] = [null, true];
  }

  /** Show the answer of the chosen day. */
  say(answer) {
    this.unsaid = false;
    this.answer.dataset.status = answer.status;
    const shown = (answer.flags || []).filter((flag) => SHADES.includes(flag));
    const flags = shown.map((flag) => make("span", { "data-flag": flag }, flagWords(flag)));
    this.answer.replaceChildren(make("span", {}, wholeOf(answer)), ...flags);
  }

  /** Draw the lane. */
  draw() {
    if (!this.stretches) {
      this.stretches = stretchesOf(this.phases);
      this.marks = this.book.marks(this.term, ...this.point);
      [this.pieces, this.shades] = [piecesOf(this.stretches), shadesOf(this.stretches)];
    }
    const { axis, strip } = this;
    strip.setAttribute("viewBox", `0 0 ${axis.size} ${STRIP + this.rise}`);
    strip.setAttribute("width", axis.size);
    const days = draw("g", { "aria-hidden": true }, ...this.bars(), ...this.steps(), ...this.edges(), ...this.hatches(), ...this.labels());
    const focused = strip.contains(document.activeElement) && document.activeElement.dataset.tip;
    strip.replaceChildren(days, ...this.happenings());
    if (focused) this.refocus(focused);
    this.stale = false;
  }

  /** Restore the focus to the mark that had it before the lane was redrawn. */
  refocus(told) {
    const mark = [...this.strip.querySelectorAll("a.mark")].find((one) => one.dataset.tip === told);
    (mark || this.node.closest(".field")).focus({ preventScroll: true });
  }

  drawn(several) {
    return several.filter((one) => this.axis.shows(one.since, one.until));
  }

  *bars() {
    let odd = false;
    for (const bar of this.pieces) {
      if (bar.edge || isNothing(bar)) continue;
      bar.tint = bar.status === "in-force" && (odd = !odd) ? "a" : "b";
      if (this.axis.shows(bar.since, bar.until)) yield* this.bar(bar);
    }
  }

  /** Return the level of a number; undefined if the bar is none. */
  level(bar) {
    return bar.status === "in-force" && Object.hasOwn(this.levels, bar.value) ? this.levels[bar.value] : undefined;
  }

  /** Return the top and the height of a bar: a number is as high as its level. */
  block(bar) {
    const level = this.level(bar);
    const height = level ? Math.round(level[0] * (this.tall - 2)) + 2 : BAR;
    return { y: 2 + this.tall - height, height };
  }

  /** Draw the line on top of the numbers, which steps where one follows on another. */
  *steps() {
    const [given, before] = [{ class: "start step" }, { y: 0, until: null }];
    for (const bar of this.pieces.filter((one) => this.level(one))) {
      const [begin, end] = [this.axis.from(bar.since), this.axis.to(bar.until)];
      const { y } = this.block(bar);
      if (this.axis.shows(bar.since, bar.until)) {
        yield rect(begin, y, Math.max(end - begin, 2), 2, given);
        if (before.until !== null && before.until + 1 === bar.since) {
          yield rect(begin - 1, Math.min(y, before.y), 2, Math.abs(y - before.y) + 2, given);
        }
      }
      Object.assign(before, { y, until: bar.until });
    }
  }

  *bar(bar) {
    const [begin, end] = [this.axis.from(bar.since), this.axis.to(bar.until)];
    const { y, height } = this.block(bar);
    const told = { "data-tip": `${calledName(bar)}\n${daysWords(bar.since, bar.until)}` };
    if (bar.status !== "in-force") {
      yield draw("g", told, rect(begin, y, end - begin, BAR, { class: "clear" }),
        line(begin, y + BAR / 2, end, y + BAR / 2, "over"));
      return;
    }
    yield rect(begin, y, end - begin, height, { class: `bar ${bar.tint}`, ...told });
    for (const shade of this.drawn(this.shades)) {
      const [from, to] = [Math.max(begin, this.axis.from(shade.since)), Math.min(end, this.axis.to(shade.until))];
      if (shade.flag === "reported" && from < to) {
        yield rect(from, y, to - from, height, { class: "pale" });
        yield rect(from + 0.5, y + 0.5, to - from - 1, height - 1, { class: "rim" });
      }
    }
    if (bar.since !== null && !this.level(bar)) {
      yield rect(begin, y, Math.min(2.5, end - begin), height, { class: "start" });
    }
  }

  *edges() {
    for (const edge of this.drawn(this.pieces.filter((one) => one.edge))) {
      let [begin, end] = [this.axis.from(edge.since), this.axis.to(edge.until)];
      if (end - begin < THIN) [begin, end] = [(begin + end - THIN) / 2, (begin + end + THIN) / 2];
      const said = edge.names.map(calledName).join(" or ");
      const parts = [rect(begin, 2, end - begin, this.tall, { class: "clear" })];
      if (edge.out && edge.before.status === "in-force") {
        const last = Math.max(Math.min(this.axis.to(edge.out.until), end), begin + 1);
        const { y, height } = this.block(edge.before);
        parts.push(rect(begin, y, last - begin, height, { class: "soft-bar", fill: `url(#fade-out-${edge.before.tint})` }));
      }
      if (edge.into && edge.after.status === "in-force") {
        const first = Math.min(Math.max(this.axis.from(edge.into.since), begin), end - 1);
        const { y, height } = this.block(edge.after);
        parts.push(rect(first, y, end - first, height, { class: "soft-bar", fill: `url(#fade-in-${edge.after.tint})` }));
      }
      parts.push(rect(begin + 0.5, 2.5, end - begin - 1, this.tall - 1, { class: "maybe" }));
      const told = `undetermined: ${said}\n${daysWords(edge.since, edge.until)}`;
      yield draw("g", { "data-tip": told }, ...parts);
    }
  }

  /** Draw bands below the bars, so that no words are hatched. */
  *hatches() {
    for (const shade of this.drawn(this.shades)) {
      if (shade.flag === "reported") continue;
      const [begin, end] = [this.axis.from(shade.since), this.axis.to(shade.until)];
      yield rect(begin, 3 + this.tall, Math.max(end - begin, THIN), HATCH, {
        fill: `url(#hatch-${shade.flag})`, class: "hatched",
      });
    }
  }

  /** Say what each piece is called: inside, or beside it on the line of what is over. */
  *labels() {
    const shown = this.drawn(this.pieces);
    let isTaken = false;
    for (const [at, piece] of shown.entries()) {
      if (isNothing(piece)) continue;
      const [begin, end] = [Math.max(this.axis.from(piece.since), 0), Math.min(this.axis.to(piece.until), this.axis.size)];
      const after = shown[at + 1];
      const { y, height } = piece.edge ? { y: 2, height: this.tall } : this.block(piece);
      const isOver = !piece.edge && piece.status !== "in-force";
      const lines = isTaken ? [] : this.lines(piece, end - begin - 9);
      const isFree = after && !after.edge && !isNothing(after) && after.status !== "in-force";
      const look = piece.edge ? "doubt" : isOver ? "label soft" : "label";
      if (lines.length) {
        yield* this.said(begin + 6, height < BAR ? y - BAR + 3 : y, Math.max(height, BAR), lines, look, isOver);
      } else if (isFree && !isTaken && !piece.edge) {
        const beside = linesOf(calledName(piece), Math.min(this.axis.to(after.until), this.axis.size) - end - 9, 1);
        yield* this.said(end + 6, 2 + this.rise, BAR, beside, "label", true);
        isTaken = beside.length > 0;
        continue;
      }
      isTaken = false;
    }
  }

  /** Return the lines of a label; a number is never cut. */
  lines(piece, room) {
    if (piece.edge) {
      const lines = linesOf(`? ${piece.names.map(calledName).join(" or ")}`, room, 2);
      return lines.length || room <= 0 ? lines : ["?"];
    }
    const level = this.level(piece);
    if (!level) return linesOf(calledName(piece), room, piece.status === "in-force" ? 2 : 1);
    return [calledName(piece), level[1]].filter((one) => widthOf(one) <= room + 4).slice(0, 1);
  }

  /** Write lines of text, centred on a height; with a halo, what is below is hidden. */
  *said(x, top, height, lines, look, hasHalo) {
    const first = top + height / 2 + 4 - 6 * (lines.length - 1);
    for (const [at, text] of lines.entries()) {
      if (hasHalo) yield rect(x - 3, first - 10, widthOf(text) + 6, 13, { class: "sheet" });
      yield draw("text", { x: near(x), y: first + 12 * at, class: look }, text);
    }
  }

  /** Yield the marks; overlapping ones become one mark, which zooms in. */
  *happenings() {
    let near = [];
    for (const mark of this.placed()) {
      if (near.length && mark.x - near[0].x > 4) {
        yield this.happening(near);
        near = [];
      }
      near.push(mark);
    }
    if (near.length) yield this.happening(near);
  }

  placed() {
    const { axis } = this;
    return this.marks
      .filter((one) => (one.first ?? one.last ?? null) !== null && axis.shows(one.first, one.last))
      .map((one) => ({ ...one, ...this.place(one) }))
      .sort((one, other) => one.x - other.x);
  }

  /** Return the extent of an event's possible days, and where its mark goes. */
  place({ first, last }) {
    const { axis } = this;
    const [begin, end] = [axis.from(first), axis.to(last)];
    const known = first !== null && last !== null;
    return { begin, end, x: known ? (begin + end) / 2 : last === null ? begin : end };
  }

  happening(several) {
    const { book } = this;
    const [one] = several;
    const events = new Set(several.map((each) => each.event));
    const named = book.at(this.recorded);
    const told = several.slice(0, 6).map((each) => happened(named, each));
    if (several.length > 6) told.push(`and ${several.length - 6} more`);
    const given = {
      class: "mark", href: named.event(one.event).href, tabindex: -1,
      "aria-label": told.join("; "), "data-tip": told.join("\n"),
    };
    if (events.size > 1) given["data-days"] = [several[0].first ?? several[0].last, lastOf(several)].join(" ");
    const spans = several.filter((each) => each.first !== each.last).map((each) => span(this.mark, each));
    const x = events.size > 1 ? (one.x + several[several.length - 1].x) / 2 : one.x;
    const signs = new Set(several.map((each) => book.data.words.sign_of[each.kind]));
    const sign = Object.keys(book.data.words.signs).find((each) => signs.has(each));
    const heap = events.size > 1 ? [draw("circle", { cx: near(x), cy: this.mark, r: 8, class: "heap" })] : [];
    const room = draw("rect", { x: near(x - 9), y: this.mark - 10, width: 18, height: 20, class: "clear" });
    return draw("a", given, room, ...spans, ...heap, shape(sign, near(x), this.mark));
  }
}

/** Whether two lists of phases have the same rows. */
function areSame(phases, others) {
  return phases.length === others.length && phases.every((one, at) => {
    const other = others[at];
    return one.since === other.since && one.rows.length === other.rows.length &&
      one.rows.every((row, place) => row.item === other.rows[place].item);
  });
}

/** Whether there is nothing to draw of a bar. */
function isNothing({ status }) {
  return status === "not-set" || status === "unrecorded";
}

/** Draw a line over the possible days of an event, with its stated ends. */
function span(y, { begin, end, first, last }) {
  const parts = [line(begin, y, end, y, "span")];
  if (first !== null) parts.push(line(begin, y - 3, begin, y + 3, "span"));
  if (last !== null) parts.push(line(end, y - 3, end, y + 3, "span"));
  return draw("g", {}, ...parts);
}

function lastOf(several) {
  return Math.max(...several.map((one) => one.last ?? one.first));
}

/** Say what happened, and when. */
function happened(book, mark) {
  const event = book.event(mark.event);
  const when = mark.when ? dated(book, mark.when) : daysWords(mark.first, mark.last);
  const said = mark.said ? `: ${mark.said}` : "";
  const kind = book.data.words.kinds[mark.kind];
  return `${when}, ${event.title}. ${kind[0].toUpperCase()}${kind.slice(1)}${said}`;
}
