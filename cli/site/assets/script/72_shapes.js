// Shapes: the marks and the bars of the drawing, told apart without colour.

const BAR = 28; // pixels: the height of a bar, which has room for two lines
const STRIP = 54; // the height of a lane
const HATCH = 5; // the height of the band below a bar that says that something is claimed or disputed
const MARK = 45; // the distance of a mark from the top of its lane
const RISE = 24; // how much taller a lane is that has numbers, which are drawn as steps
const THIN = 3; // the least width of an edge or a hatch
const FONT = 11; // the size of labels
const LEGIBLE = 12; // what is cut has to have more characters than this to say anything

const MARK_PATHS = { confirmed: ["M-4.5-.5-1 3.5 5-4.5", "open"], noted: ["M-2.5-2.5H2.5V2.5H-2.5Z", "solid"] };

/** Return the shape of a sign, centred at *x* and *y*. */
function shape(sign, x, y) {
  if (!MARK_PATHS[sign]) return draw("circle", { cx: x, cy: y, r: 4.3, class: sign === "claimed" ? "hollow" : "solid" });
  const [d, look] = MARK_PATHS[sign];
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
      ruler.font = `${FONT}px ${getComputedStyle(document.body).fontFamily}`;
    }
    measured.set(text, ruler.measureText(text).width);
  }
  return measured.get(text);
}

/**
 * Return a text in at most *most* lines as wide as *room*, cut after a word if need be; nothing if less than half
 * of it would be left.
 */
function linesOf(text, room, most) {
  const words = text.split(/\s+/).filter(Boolean);
  const lines = [];
  while (words.length && lines.length < most) {
    let line = "";
    while (words.length && widthOf(line ? `${line} ${words[0]}` : words[0]) <= room) {
      line = line ? `${line} ${words.shift()}` : words.shift();
    }
    if (!line) break;
    lines.push(line);
  }
  if (!words.length) return lines;
  const kept = lines.join(" ").length;
  if (kept <= Math.max(text.length / 2, LEGIBLE)) return [];
  return [...lines.slice(0, -1), `${lines[lines.length - 1].replace(/[ ,;:]+$/, "")}…`];
}
