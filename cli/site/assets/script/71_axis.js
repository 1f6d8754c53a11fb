// The axis: where each day is in the drawing. Its knots and its labels come with the page.

const LEAST = 14; // days: the closest zoom shows two weeks

/** The days that are drawn, on *size* pixels: the share of the whole axis from *low* to *high*. */
class Axis {
  /** @param {{knots: Array, ticks: Array}} given knots are days with the share of the axis before them */
  constructor({ knots, ticks }) {
    this.bent = knots;
    this.straight = [[knots[0][0], 0], [knots[knots.length - 1][0], 1]];
    [this.first, this.last] = this.straight.map(([day]) => day);
    this.labels = ticks;
    [this.knots, this.low, this.high, this.size] = [knots, 0, 1, 0];
  }

  get isBent() {
    return this.knots === this.bent;
  }

  /** Bend the axis to where things happen, or straighten it; the same days stay in view. */
  bend(isBent) {
    const { begin, end } = this;
    this.knots = isBent ? this.bent : this.straight;
    this.look(begin, end);
  }

  /** Return the share of the axis before a day. */
  share(day) {
    const at = this.between(day, 0);
    const [[before, low], [after, high]] = [this.knots[at - 1], this.knots[at]];
    return low + ((high - low) * (day - before)) / (after - before);
  }

  /** Return the day, or a part of one, before which there is a share of the axis. */
  dayAt(share) {
    const at = this.between(share, 1);
    const [[before, low], [after, high]] = [this.knots[at - 1], this.knots[at]];
    return Math.round((before + ((after - before) * (share - low)) / (high - low)) * 1e4) / 1e4;
  }

  /** Return the first knot, but not the first of all, that is beyond a day or a share. */
  between(value, which) {
    const at = this.knots.findIndex((one, number) => number && one[which] > value);
    return at < 0 ? this.knots.length - 1 : at;
  }

  get begin() {
    return this.dayAt(this.low);
  }

  get end() {
    return this.dayAt(this.high);
  }

  /** Return where a day begins, in pixels. */
  place(day) {
    return ((this.share(day) - this.low) / (this.high - this.low)) * this.size;
  }

  /** Return where a day begins, at most a little outside the drawing. */
  at(day) {
    return within(this.place(day), -40, this.size + 40);
  }

  from(day) {
    return day === null || day === undefined ? -40 : this.at(day);
  }

  to(day) {
    return day === null || day === undefined ? this.size + 40 : this.at(day + 1);
  }

  shows(since, until) {
    return (since ?? -Infinity) < this.end && (until ?? Infinity) + 1 > this.begin;
  }

  /** Return the day that is drawn at *x*. */
  day(x) {
    return Math.floor(this.dayAt(this.low + (x / this.size) * (this.high - this.low)));
  }

  get isWhole() {
    return this.low <= 0 && this.high >= 1;
  }

  /** Whether no fewer days can be shown. */
  get isClosest() {
    return this.high - this.low <= this.least() + 1e-9;
  }

  /** Return the share that the fewest days take, around the middle of what is shown. */
  least() {
    const middle = this.dayAt((this.low + this.high) / 2);
    const first = within(middle - LEAST / 2, this.first, Math.max(this.last - LEAST, this.first));
    return Math.min(this.share(first + LEAST) - this.share(first), 1);
  }

  /** Show the days from *begin* up to *end*, as far as there are any. */
  look(begin, end) {
    return this.view(this.share(begin), this.share(end));
  }

  /** Show a part of the axis, moved to where there is one. */
  view(low, high) {
    const size = within(high - low, 0, 1);
    const start = within((low + high - size) / 2, 0, 1 - size);
    const moved = Math.abs(start - this.low) + Math.abs(start + size - this.high) > 1e-9;
    [this.low, this.high] = [start, start + size];
    return moved;
  }

  /** Zoom around *x*: in if *factor* is above 1, else out. */
  zoom(factor, x) {
    const share = x / this.size;
    const size = this.high - this.low;
    const centre = this.low + share * size;
    const next = within(size / factor, Math.min(this.least(), size), 1);
    return this.view(centre - share * next, centre + (1 - share) * next);
  }

  /** Move the view right by a share of its width. */
  shift(share) {
    const by = share * (this.high - this.low);
    return this.view(this.low + by, this.high + by);
  }

  /** Return the labels that fit beside each other, months only in a year whose own is there. */
  ticks() {
    let found = [];
    for (const group of grouped(this.labels, ([day, , rank, isMonth]) => (isMonth ? `${rank} ${calendar(day)[0]}` : `${day} `)).values()) {
      const own = group.map(([day, label, rank, isMonth]) => ({ x: this.place(day), day, label, rank, isMonth }))
        .filter(({ x }) => x > -60 && x < this.size);
      if (!own.length) continue;
      const merged = [...found, ...own].sort((one, other) => one.x - other.x);
      const fits = merged.every(({ x, label }, at) => at + 1 === merged.length || x + 12 + 7.5 * label.length <= merged[at + 1].x);
      const [{ day, rank, isMonth }] = own;
      const year = calendar(day)[0];
      const isNamed = found.some((one) => one.rank < rank && calendar(one.day)[0] === year) || this.place(numberOf(year, 1, 1)) < 0;
      if (fits && (!isMonth || !found.length || isNamed)) found = merged;
    }
    return found;
  }
}
