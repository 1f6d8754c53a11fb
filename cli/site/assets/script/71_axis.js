// The axis: where each day is in the drawing, and which days are labelled.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LEAST = 14; // days: the closest zoom shows two weeks

/** The days that are drawn, from *begin* up to *end*, on *size* pixels. */
class Axis {
  /**
   * @param {number} first
   * @param {number} last
   */
  constructor(first, last) {
    [this.first, this.last] = [first, Math.max(last + 1, first + LEAST)];
    [this.begin, this.end, this.size] = [this.first, this.last, 0];
  }

  /** Return where a day begins, at most a little outside the drawing. */
  at(day) {
    const x = ((day - this.begin) / (this.end - this.begin)) * this.size;
    return within(x, -40, this.size + 40);
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
    return Math.floor(this.begin + (x / this.size) * (this.end - this.begin));
  }

  get isWhole() {
    return this.begin <= this.first && this.end >= this.last;
  }

  /** Show the days from *begin* up to *end*, as far as there are any. */
  look(begin, end) {
    const whole = this.last - this.first;
    const days = within(end - begin, Math.min(LEAST, whole), whole);
    const start = within((begin + end - days) / 2, this.first, this.last - days);
    const moved = start !== this.begin || start + days !== this.end;
    [this.begin, this.end] = [start, start + days];
    return moved;
  }

  /** Zoom around *x*: in if *factor* is above 1, else out. */
  zoom(factor, x) {
    const share = x / this.size;
    const centre = this.begin + share * (this.end - this.begin);
    const days = within((this.end - this.begin) / factor, LEAST, this.last - this.first);
    return this.look(centre - share * days, centre + (1 - share) * days);
  }

  /** Move the view right by a share of its width. */
  shift(share) {
    const by = share * (this.end - this.begin);
    return this.look(this.begin + by, this.end + by);
  }

  /** Return the ticks, as dense as their labels allow. */
  ticks() {
    const perDay = this.size / (this.end - this.begin);
    for (const [months, label, room] of TICKS) {
      if (months * 30.44 * perDay >= room) return [...this.months(months, label)];
    }
    return [...this.months(600, String)];
  }

  *months(step, label) {
    const [year, month] = calendar(Math.floor(this.begin));
    let count = Math.floor((year * 12 + month - 1) / step) * step;
    for (; ; count += step) {
      const [inYear, inMonth] = [Math.floor(count / 12), (count % 12) + 1];
      const day = numberOf(inYear, inMonth, 1);
      if (day >= this.end) return;
      yield { day, label: label(inYear, inMonth), strong: inMonth === 1 };
    }
  }
}

const inMonths = (year, month) => (month === 1 ? String(year) : MONTHS[month - 1]);
const inQuarters = (year, month) => (month === 1 ? String(year) : `Q${(month + 2) / 3}`);
const inYears = (year) => String(year);
/** The months between ticks, how they are labelled, and how many pixels that takes. */
const TICKS = [
  [1, inMonths, 40], [3, inQuarters, 36], [12, inYears, 44], [24, inYears, 44], [60, inYears, 44],
  [120, inYears, 44], [240, inYears, 44],
];
