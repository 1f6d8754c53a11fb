// Shapes: the marks and the bars of the drawing, told apart without colour.

const BAR = 22; // pixels: the height of a bar
const STRIP = 46; // the height of a lane
const MARK = 36; // the distance of a mark from the top of its lane
const RISE = 24; // how much taller a lane is that has numbers, which are drawn as steps
const THIN = 3; // the least width of an edge or a hatch
const WORDS = 30; // the least width with room for words

const MARK_PATHS = {
  met: ["M0-6 1.8-1.8 6 0 1.8 1.8 0 6-1.8 1.8-6 0-1.8-1.8Z", "solid"],
  restates: ["M0-6 6 0 0 6-6 0Z", "hollow"],
  reaffirm: ["M-4.5-.5-1 3.5 5-4.5", "open"],
  "leave-unsaid": ["M-4-4H4V4H-4Z", "hollow"],
  dispute: ["M-2 6 3-1H-3L2-7", "open"],
  settle: ["M-2 6 3-1H-3L2-7", "open"],
  use: ["M-2.5-2.5H2.5V2.5H-2.5Z", "solid"],
  note: ["M-2.5-2.5H2.5V2.5H-2.5Z", "solid"],
};

/** Return the shape of a mark, centred at *x* and *y*. */
function shape(kind, x, y) {
  if (kind === "set" || kind === "end") return draw("circle", { cx: x, cy: y, r: 4.6, class: "solid" });
  if (kind === "claim") return draw("circle", { cx: x, cy: y, r: 4, class: "hollow" });
  const [d, look] = MARK_PATHS[kind] || MARK_PATHS.note;
  return draw("path", { d, class: look, transform: `translate(${x} ${y})` });
}

/** Return a rectangle. */
function rect(x, y, width, height, given) {
  return draw("rect", { x: near(x), y, width: near(Math.max(width, 0)), height, ...given });
}

/** Return a line. */
function line(x1, y1, x2, y2, look) {
  return draw("line", { x1: near(x1), y1, x2: near(x2), y2, class: look });
}

function near(number) {
  return Math.round(number * 10) / 10;
}

/** The gradients and the hatchings that all lanes use. */
function patterns() {
  const stop = (offset, opacity, tint) => draw("stop", { offset, "stop-opacity": opacity, class: `tint ${tint}` });
  const fade = (id, tint, first, last) =>
    draw("linearGradient", { id: `${id}-${tint}` }, stop(0, first, tint), stop(1, last, tint));
  const hatch = (id, d) =>
    draw("pattern", {
      id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
    }, draw("path", { d, class: "hatch" }));
  return draw("svg", { class: "patterns", width: 0, height: 0, "aria-hidden": true },
    draw("defs", {},
      fade("fade-out", "a", 1, 0), fade("fade-out", "b", 1, 0),
      fade("fade-in", "a", 0, 1), fade("fade-in", "b", 0, 1),
      hatch("hatch-claimed-otherwise", "M0 0V6"), hatch("hatch-disputed", "M0 0V6M0 0H6")));
}

const measured = new Map();
let ruler = null;

/** Return how wide a text is in the font of the labels. */
function widthOf(text) {
  if (!measured.has(text)) {
    if (!ruler) {
      ruler = document.createElement("canvas").getContext("2d");
      ruler.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    }
    measured.set(text, ruler.measureText(text).width);
  }
  return measured.get(text);
}

/** Shorten a text to fit so many pixels; empty if too little would be left. */
function fitted(text, room) {
  if (widthOf(text) <= room) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (widthOf(`${text.slice(0, middle).trimEnd()}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return low < 2 ? "" : `${text.slice(0, low).trimEnd()}…`;
}
