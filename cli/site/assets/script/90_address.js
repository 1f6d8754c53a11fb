// The address: the part after # names what is shown, and can be cited.

const QUIET_FOR = 180; // milliseconds; browsers refuse more than some hundred new addresses in a while

/**
 * Read the part of the address after #.
 * @param {string} hash
 * @returns {{view: Object, points: Object, wrong: string[]}}
 */
function readAddress(hash) {
  const found = { view: {}, points: {}, wrong: [] };
  const text = hash.replace(/^#/, "");
  if (!text.includes("=")) return found;
  for (const part of text.split("&")) {
    const [name, value] = pairOf(part);
    readPart(found, name, value);
  }
  if (Boolean(found.points.from) !== Boolean(found.points.to) && !found.wrong.length) {
    found.wrong.push("A comparison needs both from= and to= in the address.");
  }
  if (!found.points.from || !found.points.to) found.points = {};
  return found;
}

function pairOf(part) {
  const at = part.indexOf("=");
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  return at < 0 ? [decoded(part), ""] : [decoded(part.slice(0, at)), decoded(part.slice(at + 1))];
}

function readPart(found, name, value) {
  if (name === "recorded") {
    const isInstant = dayOf(value.slice(0, 10)) !== null && /^.{10}(T\d\d:\d\d:\d\d(\.\d+)?Z)?$/.test(value);
    if (isInstant) found.view.recorded = value;
    else found.wrong.push(noDay(name, value));
  } else if (name === "as-of" || name === "known") {
    const day = dayOf(value);
    if (day === null) found.wrong.push(noDay(name, value));
    else found.view[name === "as-of" ? "day" : "known"] = day;
  } else if (name === "from" || name === "to") {
    const [on, known] = value.split("@");
    const days = [on, known || null].map((text) => (text === null ? null : dayOf(text)));
    if (days[0] === null || (known && days[1] === null) || value.split("@").length > 2) {
      found.wrong.push(noDay(name, value));
    } else {
      found.points[name] = { day: days[0], known: days[1] };
    }
  } else {
    found.wrong.push(`The address has ${shortened(name)}=, which means nothing here.`);
  }
}

function noDay(name, value) {
  return `The address has ${name}=${shortened(value)}, which is no day such as ${name}=2026-03-01.`;
}

function shortened(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** Return the part of the address after # for what is shown. */
function addressOf(book, view, points) {
  const parts = [`as-of=${isoOf(view.day)}`];
  if (view.known !== null) parts.push(`known=${isoOf(view.known)}`);
  if (view.recorded !== null) parts.push(`recorded=${book.recorded[view.recorded][1]}`);
  if (points) parts.push(`from=${pointText(points.from)}`, `to=${pointText(points.to)}`);
  return `#${parts.join("&")}`;
}

function pointText({ day, known }) {
  return isoOf(day) + (known === null ? "" : `@${isoOf(known)}`);
}

/** The line with the address for citing this view, and the button that copies it. */
class Citation {
  constructor(book, section) {
    this.book = book;
    this.link = make("a", { href: "#" });
    this.copied = make("span", { class: "copied", role: "status" });
    const head = make("code", { class: "head", title: book.data.head }, book.data.head.slice(0, 12));
    const copy = button("Copy citation", () => this.copy(), null, { id: "copy" });
    this.happened = make("p", { id: "happened" });
    const address = make("p", { id: "address" }, "Address of this view: ", this.link, " · log head ", head, " ", copy, " ", this.copied);
    section.replaceChildren(this.happened, address);
  }

  show(view, points) {
    [this.view, this.points] = [view, points];
    const hash = addressOf(this.book, view, points);
    this.link.setAttribute("href", hash);
    write(this.link, hash);
    write(this.copied, "");
    this.tell(view);
  }

  /** Name the events of the chosen day, and those that may be of it. */
  tell(view) {
    const on = this.book.eventsOn(view);
    const told = on.slice(0, 4).flatMap((one, at) => [at ? "; " : "", inside(one.href, one.title)]);
    if (on.length > 4) told.push(` and ${on.length - 4} more`);
    this.happened.replaceChildren(...(on.length ? ["On this day: ", ...told, "."] : ["On this day no event is dated."]));
  }

  /** Return the citation: what is shown, where, and the digest of its log. */
  text() {
    const { data } = this.book;
    const { view } = this;
    const compared = this.points ? `; compared from ${pointWords(this.points.from)} to ${pointWords(this.points.to)}` : "";
    const covered = data.covered_through ? ` Log complete through ${dated(this.book, data.covered_through)};` : "";
    const address = location.href.replace(/#.*$/, "") + addressOf(this.book, view, this.points);
    return `${data.name}, as of ${dayWords(view.day)}, ${knownWords(view, this.book)}${compared}.${covered} log head ${data.head}. ${address}`;
  }

  async copy() {
    const text = this.text();
    write(this.copied, (await copied(text)) ? "Copied." : `Copy this: ${text}`);
  }
}

/** Copy a text to the clipboard; false if the browser does not allow it. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { readonly: true, class: "unseen" }, text);
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
