// Nodes: what the script puts on the page. What the log says goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** Return the element with this id, or null if there is none. */
function byId(id) {
  return document.getElementById(id);
}

/**
 * Return a new element of HTML.
 * @param {string} tag
 * @param {Object<string, *>} given attributes; true is one without a value, null and false are left out
 * @param {...(Node | string | null)} inside
 */
function make(tag, given = {}, ...inside) {
  return filled(document.createElement(tag), given, inside);
}

/** Return a new element of SVG. */
function draw(tag, given = {}, ...inside) {
  return filled(document.createElementNS(SVG, tag), given, inside);
}

function filled(node, given, inside) {
  for (const name in given) {
    const value = given[name];
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : printable(String(value)));
  }
  return put(node, ...inside);
}

/** Put nodes and texts into *node*, skipping null. */
function put(node, ...inside) {
  for (const one of inside) {
    if (one !== null && one !== undefined) node.append(typeof one === "string" ? printable(one) : one);
  }
  return node;
}

/** Return a button that does *act*; *said* names it where its sign does not. */
function button(sign, act, said = null, given = {}) {
  const made = make("button", { type: "button", title: said, "aria-label": said, ...given }, sign);
  made.addEventListener("click", act);
  return made;
}

/** Write *text* into *node* unless it is there already. */
function write(node, text) {
  const shown = printable(text);
  if (node && node.textContent !== shown) node.textContent = shown;
}

/** Set a property of a style unless it has that value: a new one restyles all that is inside. */
function restyle(node, name, value) {
  if (node.style.getPropertyValue(name) !== value) node.style.setProperty(name, value);
}

const HARMFUL = new RegExp(
  "[\\0-\\x09\\x0b-\\x1f\\x7f-\\x9f\\xad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f" +
    "\\ud800-\\udfff\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]", "gu",
);

/** Escape characters that hide text or reverse its direction. */
function printable(text) {
  return text.replace(HARMFUL, (one) => {
    const code = one.codePointAt(0);
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
  });
}

/** Return an address fit for a link, or null if it is not that of a web page. */
function webAddress(url) {
  return /^https?:\/\/[^/]/i.test(url || "") ? url : null;
}

/** Return a link to a page of this site, or just the text if there is no page. */
function inside(href, text) {
  return href ? make("a", { href }, text) : document.createTextNode(printable(text));
}

const BUDGET = 4; // milliseconds of a frame in which the page is drawn

/** Return the set of items whose nodes are on or near the screen; *act* is called on changes. */
function watched(several, act, margin) {
  const seen = new Set();
  const byNode = new Map(several.map((one) => [one.node, one]));
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) seen.add(byNode.get(target));
      else seen.delete(byNode.get(target));
    }
    act();
  }, { rootMargin: margin });
  for (const one of several) observer.observe(one.node);
  return seen;
}

/** Do *act* at most once a frame, however often it is asked for. */
function onceAFrame(act) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      act();
    });
  };
}

/** Do *act* once nobody has asked for it for so many milliseconds. */
function afterwards(act, milliseconds) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
}
