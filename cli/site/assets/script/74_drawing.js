// The drawing: a lane for each term, the axis above them, and the chosen day as a line.

const CLOSER = 1.5; // the factor of one zoom step
const NAMED = 17; // pixels: the height of the name of an event above the axis

/** The interactive timeline that replaces the picture the page came with. */
class Drawing {
  /**
   * @param {Book} book
   * @param {HTMLElement} figure
   * @param {function({day: number}): void} go
   */
  constructor(book, figure, go) {
    [this.book, this.figure, this.go] = [book, figure, go];
    this.axis = new Axis(book.data.axis);
    this.lanes = book.terms.map((_, term) => term)
      .filter((term) => hasContent(book, term))
      .map((term) => new Lane(book, term, this.axis));
    this.byTerm = new Map(this.lanes.map((lane) => [lane.term, lane]));
    this.drawSoon = onceAFrame(() => this.drawLanes());
    this.moveSoon = onceAFrame(() => this.moved());
    this.drawRest = afterwards(() => this.drawAll(), 400);
    this.build();
    this.seen = watched(this.lanes, this.drawSoon, "250px");
    new ResizeObserver(() => this.measure()).observe(this.scale);
    addEventListener("beforeprint", () => this.drawAll());
  }

  build() {
    this.scale = draw("svg", { class: "scale", "aria-hidden": true });
    this.turns = make("div", { class: "turns" });
    this.pill = make("span", { class: "pill" });
    this.line = make("div", { class: "chosen" }, this.pill);
    this.later = make("div", { class: "later" });
    this.tip = new Tip(this.figure);
    this.under = make("div", { class: "under-lanes", "aria-hidden": true }, this.later, this.turns);
    this.over = make("div", { class: "over-lanes", "aria-hidden": true }, this.line);
    const head = make("div", { class: "lane axis" }, make("div", { class: "name" }), this.scale,
      (this.onDay = make("div", { class: "answer", "aria-hidden": true })));
    this.field = make("div", {
      class: "field", tabindex: 0, role: "group", "aria-label": "Drawn timeline", "aria-describedby": "lanes-keys",
    }, this.under, head, ...this.topics(), this.over);
    this.caption = make("figcaption", {}, ...legend(this.book.data.words));
    this.figure.replaceChildren(patterns(), this.tools(), this.field, this.caption);
    this.figure.append(this.tip.node);
    this.figure.classList.add("drawn");
    new Touch(this);
  }

  tools() {
    const act = (change) => () => {
      change();
      this.moveSoon();
    };
    this.closer = button("+", act(() => this.zoomAtDay(CLOSER)), "Zoom in", { class: "sign" });
    this.farther = button("−", act(() => this.zoomAtDay(1 / CLOSER)), "Zoom out", { class: "sign" });
    this.left = button("←", act(() => this.axis.shift(-0.25)), "Earlier", { class: "sign" });
    this.right = button("→", act(() => this.axis.shift(0.25)), "Later", { class: "sign" });
    this.whole = button("Whole", act(() => this.lookAtAll()), "Whole timeline");
    this.straight = button("Linear time", act(() => this.straighten()), null, { id: "linear", "aria-pressed": "false" });
    const keys = make("p", { class: "keys", id: "lanes-keys" },
      "With the keyboard: + and − zoom, ← and → move, Home and End go to its ends, 0 shows the whole, ↑ and ↓ go from mark to mark. " +
      "With the mouse: Ctrl and the wheel zoom, a click chooses the day.");
    this.range = make("span", { class: "range" });
    return make("div", { class: "tools" },
      make("div", { class: "buttons", role: "group", "aria-label": "Zoom" },
        this.farther, this.closer, this.left, this.right, this.whole, this.straight),
      this.range, make("details", { class: "help" }, make("summary", {}, "Keys and gestures"), keys));
  }

  /** Return the lanes by topic, in order of first appearance. */
  topics() {
    const found = new Map();
    for (const lane of this.lanes) {
      const topic = this.book.terms[lane.term].topic || "Other";
      found.set(topic, [...(found.get(topic) || []), lane]);
    }
    return [...found].map(([topic, lanes]) =>
      make("div", { class: "topic" }, make("p", { class: "topic-name" }, topic), ...lanes.map((lane) => lane.node)));
  }

  /** Show a day, with what was known by another. */
  show(view) {
    const { day, known, recorded } = view;
    const recut = known !== this.known || recorded !== this.recorded;
    [this.day, this.known, this.recorded] = [day, known, recorded];
    for (const lane of this.lanes) {
      if (recut) lane.know(known, recorded);
      const answer = this.book.answer(lane.term, view);
      if (answer !== lane.answered) lane.unsaid = true;
      lane.answered = answer;
    }
    this.sayLanes();
    write(this.onDay, `On ${dayWords(day)}`);
    this.moveLine();
    const named = recut && this.book.named(known, recorded).map(({ id, title }) => `${id} ${title}`).join("\n");
    if (recut && named !== this.named && this.axis.size) this.drawScale();
    if (recut) this.named = named;
    if (recut) this.drawSoon();
  }

  /** Draw all days equally wide, or busy times wider than quiet ones. */
  straighten() {
    this.axis.bend(!this.axis.isBent);
    this.straight.setAttribute("aria-pressed", String(!this.axis.isBent));
  }

  /** Measure the lanes. */
  measure() {
    const box = this.scale.getBoundingClientRect();
    const field = this.field.getBoundingClientRect();
    const size = Math.round(box.width);
    restyle(this.field, "--strip", `${box.left - field.left}px`);
    restyle(this.field, "--size", `${size}px`);
    if (size === this.axis.size) return;
    this.axis.size = size;
    this.moved();
  }

  /** Redraw everything, since the axis has moved. */
  moved() {
    for (const lane of this.lanes) lane.stale = true;
    this.drawScale();
    this.moveLine();
    this.closer.disabled = this.axis.isClosest;
    this.farther.disabled = this.whole.disabled = this.axis.isWhole;
    this.left.disabled = this.axis.low <= 0;
    this.right.disabled = this.axis.high >= 1;
    write(this.range, daysWords(Math.floor(this.axis.begin), Math.ceil(this.axis.end) - 1));
    this.drawLanes();
  }

  /** Draw stale visible lanes in this and the next frames, the others when idle. */
  drawLanes() {
    if (!this.axis.size) return;
    this.sayLanes();
    const until = performance.now() + BUDGET;
    for (const lane of this.lanes) {
      if (!lane.stale || !this.seen.has(lane)) continue;
      if (performance.now() > until) {
        this.drawSoon();
        return;
      }
      lane.draw();
    }
  }

  drawAll() {
    for (const lane of this.lanes) {
      if (lane.stale && this.axis.size) lane.draw();
      if (lane.unsaid) lane.say(lane.answered);
    }
  }

  /** Show the answers of visible lanes now, of the others when idle. */
  sayLanes() {
    for (const lane of this.lanes) {
      if (lane.unsaid && this.seen.has(lane)) lane.say(lane.answered);
    }
    this.drawRest();
  }

  /** Draw the labels of the axis and, above them, the events that changed most, each with a line. */
  drawScale() {
    const { axis, scale } = this;
    const named = this.book.named(this.known, this.recorded).filter(({ first }) => axis.shows(first, first));
    const [above, height] = [NAMED * named.length, NAMED * named.length + 26];
    scale.setAttribute("viewBox", `0 0 ${axis.size} ${height}`);
    scale.setAttribute("height", height);
    for (const one of [this.under, this.over]) restyle(one, "--named", `${above}px`); // Not the lanes between them.
    const ticks = axis.ticks();
    const parts = ticks.flatMap(({ x, label, isMonth }) => {
      const text = x < 0 || x + 12 + 7.5 * label.length > axis.size + 8 ? null
        : draw("text", { x: near(x + 4), y: above + 16, class: isMonth ? "part" : "year" }, label);
      return x >= 0 ? [line(x, above + 4, x, height, "grid"), text] : [];
    });
    const turns = named.map(({ first, title, when }, at) => {
      const x = within(axis.place(first), 0, axis.size);
      const [said] = [...linesOf(`${dated(this.book, when)}: ${title}`, axis.size - 8, 1), title];
      const left = within(x + 5, 0, Math.max(axis.size - widthOf(said) - 4, 0));
      return [line(x, NAMED * at + 4, x, height, "turning"), draw("text", { x: near(left), y: NAMED * at + 12, class: "named" }, said)];
    });
    scale.replaceChildren();
    put(scale, ...parts, ...turns.flat());
    this.turns.replaceChildren(...named.map(({ first }) => {
      const one = make("i");
      one.style.left = `${near(within(axis.place(first), 0, axis.size))}px`;
      return one;
    }));
    restyle(this.field, "--grid", gridOf(ticks.map(({ x }) => near(x)).filter((x) => x >= 0)));
  }

  /** Move the line to the chosen day. */
  moveLine() {
    if (this.day === undefined) return;
    const { axis } = this;
    const x = axis.place(this.day + 0.5);
    const isSeen = x >= 0 && x <= axis.size;
    this.line.hidden = !isSeen;
    this.line.style.transform = `translateX(${near(x)}px)`;
    this.later.style.transform = `translateX(${near(within(x, 0, axis.size))}px)`;
    write(this.pill, isoOf(this.day));
    this.pill.style.transform = `translateX(${near(within(-44, 4 - x, axis.size - x - 92))}px)`;
  }

  /** Zoom around the chosen day or, if it is out of view, the middle. */
  zoomAtDay(factor) {
    const x = this.axis.place(this.day + 0.5);
    this.axis.zoom(factor, x >= 0 && x <= this.axis.size ? x : this.axis.size / 2);
  }

  lookAtAll() {
    this.axis.view(0, 1);
  }
}

/** Whether there is anything to draw of a term. */
function hasContent(book, term) {
  const dated = (one) => (one.first ?? one.last ?? null) !== null;
  return book.marks(term, UNCUT, book.latest).some(dated) ||
    book.planes[term].phases(UNCUT, book.latest).some((one) => !isNothing(one.answer));
}

/** Return the grid lines as the background of the lanes. */
function gridOf(places) {
  if (!places.length) return "none";
  const stops = places.flatMap((x) => [
    `transparent ${x}px`, `var(--rule) ${x}px`, `var(--rule) ${x + 1}px`, `transparent ${x + 1}px`,
  ]);
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

/** Return the legend: what is not said by a word where it is drawn. */
function legend({ legend: said, signs, notes }) {
  const box = (...inside) => draw("svg", { width: 34, height: 20, viewBox: "0 0 34 20", "aria-hidden": true }, ...inside);
  const bar = (look, given = {}) => rect(0, 1, 34, 18, { class: look, ...given });
  const half = (x, flag) => rect(x, 7, 17, 6, { class: "hatched", fill: `url(#hatch-${flag})` });
  const samples = {
    reported: box(bar("bar a"), bar("pale"), rect(0.5, 1.5, 33, 17, { class: "rim" })),
    edge: box(bar("soft-bar", { fill: "url(#fade-out-a)" }), rect(0.5, 1.5, 33, 17, { class: "maybe" })),
    over: box(line(0, 10, 34, 10, "over")),
    shade: box(half(0, "claimed-otherwise"), half(17, "disputed")),
  };
  for (const sign in signs) {
    samples[sign] = draw("svg", { width: 20, height: 20, viewBox: "0 0 20 20", "aria-hidden": true }, shape(sign, 10, 10));
  }
  const list = make("ul", { class: "legend" },
    ...Object.entries(samples).map(([name, sample]) => make("li", {}, sample, said[name])));
  return [list, ...notes.map((note) => make("p", {}, note))];
}
