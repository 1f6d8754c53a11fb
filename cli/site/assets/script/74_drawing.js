// The drawing: a lane for each term, the axis above them, and the chosen day as a line.

const CLOSER = 1.5; // the factor of one zoom step

/** The interactive timeline that replaces the picture the page came with. */
class Drawing {
  /**
   * @param {Book} book
   * @param {HTMLElement} figure
   * @param {function({day: number}): void} go
   */
  constructor(book, figure, go) {
    [this.book, this.figure, this.go] = [book, figure, go];
    this.axis = new Axis(book.first, book.last);
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
    this.scale = draw("svg", { class: "scale", height: 26, "aria-hidden": true });
    this.pill = make("span", { class: "pill" });
    this.line = make("div", { class: "chosen" }, this.pill);
    this.later = make("div", { class: "later" });
    this.tip = new Tip(this.figure);
    const under = make("div", { class: "under-lanes", "aria-hidden": true }, this.later);
    const over = make("div", { class: "over-lanes", "aria-hidden": true }, this.line);
    const head = make("div", { class: "lane axis" }, make("div", { class: "name" }), this.scale,
      (this.onDay = make("div", { class: "answer", "aria-hidden": true })));
    this.field = make("div", {
      class: "field", tabindex: 0, role: "group", "aria-label": "Drawn timeline", "aria-describedby": "lanes-keys",
    }, under, head, ...this.topics(), over);
    this.caption = make("figcaption", {}, ...legend());
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
    const keys = make("p", { class: "keys", id: "lanes-keys" },
      "With the keyboard: + and − zoom, ← and → move, Home and End go to its ends, 0 shows the whole, ↑ and ↓ go from mark to mark. " +
      "With the mouse: Ctrl and the wheel zoom, a click chooses the day.");
    this.range = make("span", { class: "range" });
    return make("div", { class: "tools" },
      make("div", { class: "buttons", role: "group", "aria-label": "Zoom" },
        this.farther, this.closer, this.left, this.right, this.whole),
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
    write(this.onDay, `On ${isoOf(day)}`);
    this.moveLine();
    if (recut) this.drawSoon();
  }

  /** Measure the lanes. */
  measure() {
    const box = this.scale.getBoundingClientRect();
    const field = this.field.getBoundingClientRect();
    const size = Math.round(box.width);
    this.field.style.setProperty("--strip", `${box.left - field.left}px`);
    this.field.style.setProperty("--size", `${size}px`);
    if (size === this.axis.size) return;
    this.axis.size = size;
    this.moved();
  }

  /** Redraw everything, since the axis has moved. */
  moved() {
    for (const lane of this.lanes) lane.stale = true;
    this.drawScale();
    this.moveLine();
    this.closer.disabled = this.axis.end - this.axis.begin <= LEAST;
    this.farther.disabled = this.whole.disabled = this.axis.isWhole;
    this.left.disabled = this.axis.begin <= this.axis.first;
    this.right.disabled = this.axis.end >= this.axis.last;
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

  drawScale() {
    const { axis, scale } = this;
    scale.setAttribute("viewBox", `0 0 ${axis.size} 26`);
    const grid = [];
    const parts = axis.ticks().flatMap(({ day, label, strong }) => {
      const x = near(((day - axis.begin) / (axis.end - axis.begin)) * axis.size);
      if (x < -60) return [];
      if (x >= 0) grid.push(x);
      const text = x + 12 + 8 * label.length > axis.size ? null : draw("text", { x: Math.max(x, 0) + 4, y: 16, class: strong ? "year" : "part" }, label);
      return x >= 0 ? [draw("line", { x1: x, x2: x, y1: 4, y2: 26, class: "grid" }), text] : [];
    });
    scale.replaceChildren();
    put(scale, ...parts);
    this.field.style.setProperty("--grid", gridOf(grid));
  }

  /** Move the line to the chosen day. */
  moveLine() {
    if (this.day === undefined) return;
    const { axis } = this;
    const x = ((this.day + 0.5 - axis.begin) / (axis.end - axis.begin)) * axis.size;
    const isSeen = x >= 0 && x <= axis.size;
    this.line.hidden = !isSeen;
    this.line.style.transform = `translateX(${near(x)}px)`;
    this.later.style.transform = `translateX(${near(within(x, 0, axis.size))}px)`;
    write(this.pill, isoOf(this.day));
    this.pill.style.transform = `translateX(${near(within(-44, 4 - x, axis.size - x - 92))}px)`;
  }

  /** Zoom around the chosen day or, if it is out of view, the middle. */
  zoomAtDay(factor) {
    const x = this.axis.at(this.day + 0.5);
    this.axis.zoom(factor, x >= 0 && x <= this.axis.size ? x : this.axis.size / 2);
  }

  lookAtAll() {
    this.axis.look(this.axis.first, this.axis.last);
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

/** Return the legend. */
function legend() {
  const box = (...inside) => draw("svg", { width: 34, height: 20, viewBox: "0 0 34 20", "aria-hidden": true }, ...inside);
  const bar = (look, given = {}) => rect(0, 1, 34, 18, { class: look, ...given });
  const samples = [
    ["in force", box(bar("bar a"), rect(0, 1, 2.5, 18, { class: "start" }))],
    ["by report only", box(bar("bar a"), bar("pale"), rect(0.5, 1.5, 33, 17, { class: "rim" }))],
    ["uncertain on which day", box(bar("soft-bar", { fill: "url(#fade-out-a)" }), rect(0.5, 1.5, 33, 17, { class: "maybe" }))],
    ["claimed otherwise", box(bar("bar b"), bar("hatched", { fill: "url(#hatch-claimed-otherwise)" }))],
    ["disputed", box(bar("bar b"), bar("hatched", { fill: "url(#hatch-disputed)" }))],
    ["ended", box(line(0, 10, 34, 10, "over"))],
    ["expired", box(line(0, 10, 34, 10, "gone"))],
    ["some day of these", box(line(1, 10, 33, 10, "span"), line(1, 7, 1, 13, "span"), line(33, 7, 33, 13, "span"))],
  ];
  const marks = [
    ["set", "set or ended"], ["claim", KINDS.claim], ["met", KINDS.met], ["restates", KINDS.restates],
    ["reaffirm", KINDS.reaffirm], ["leave-unsaid", KINDS["leave-unsaid"]], ["dispute", "a dispute begins or is settled"],
    ["note", "noted or made use of"],
  ].map(([kind, said]) => [said, draw("svg", { width: 20, height: 20, viewBox: "0 0 20 20", "aria-hidden": true, class: "mark" }, shape(kind, 10, 10))]);
  const list = make("ul", { class: "legend" },
    ...[...samples, ...marks].map(([said, sample]) => make("li", {}, sample, said)));
  const told = make("p", {},
    "Where no source states the day, the edge is soft: what held may have ended, and what follows have begun, on any day of it. " +
    "A number of some unit is drawn as high as it is large. Days are inclusive; what lies after the chosen day is shaded.");
  return [list, told];
}
