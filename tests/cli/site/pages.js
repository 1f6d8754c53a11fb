// What the tests do on a page: they move its controls, and read what it says.

/** Wait until the page has drawn; rows that nobody sees are written as for printing, without waiting for a rest. */
async function drawn() {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  if (document.getElementById("terms").ariaBusy !== "true") return;
  dispatchEvent(new Event("beforeprint"));
  dispatchEvent(new Event("afterprint"));
}

/** Move a control of the page, as a hand does. */
function moved(id, value) {
  const control = document.getElementById(id);
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Choose the day, on the slider if it reaches there, what was known, and what was recorded. */
function chosen([day, known, recorded = null]) {
  const slider = document.getElementById("as-of-slider");
  const number = Date.parse(day) / 86400000;
  if (number >= Number(slider.min) && number <= Number(slider.max)) moved("as-of-slider", number);
  else moved("as-of", day);
  cut("known", "known", known);
  cut("recorded", "recorded-slider", recorded);
}

/** Move the control of a clock to a value, or back to all that there is. */
function cut(name, control, value) {
  const all = document.getElementById(`all-${name}`);
  if (value !== null) moved(control, value);
  else if (!all.checked) all.click();
}

function linkedText(node) {
  const link = node.querySelector("a");
  if (!link) return node.textContent ? [node.textContent] : [];
  const before = node.textContent.slice(0, node.textContent.length - link.textContent.length).trim();
  return [...(before ? [before] : []), link.textContent, link.getAttribute("href")];
}

const LISTS = {
  possible: linkedText, replaced: linkedText, claims: linkedText, disputes: linkedText,
  flags: (one) => one.textContent,
};

/** Read the rows of the terms. */
function rows() {
  return Object.fromEntries([...document.querySelectorAll("#terms tr[data-term]")].map((row) => {
    const said = { "data-status": row.dataset.status };
    for (const cell of row.querySelectorAll("[data-cell]")) {
      const name = cell.dataset.cell;
      if (name === "sources") said[name] = [...cell.querySelectorAll("li")].map(linkedText);
      else if (name === "event") said[name] = linkedText(cell);
      else if (LISTS[name]) said[name] = [...cell.children].map(LISTS[name]);
      else said[name] = cell.textContent;
    }
    return [row.dataset.term, said];
  }));
}

/** Read what the page says for each of several questions. */
async function asked(questions) {
  const found = [];
  for (const question of questions) {
    chosen(question);
    await drawn();
    const terms = rows();
    const counts = [...document.querySelectorAll("#terms tr[data-term] details li")].length;
    found.push({ terms, counts, summary: document.getElementById("summary").textContent });
  }
  return found;
}

/** Read the comparison of each of several pairs of points. */
async function compared(pairs) {
  const found = [];
  for (const [from, to] of pairs) {
    for (const [name, [day, known]] of [["from", from], ["to", to]]) {
      moved(`${name}-day`, day);
      moved(`${name}-known`, known ?? "");
    }
    await drawn();
    const several = [...document.querySelectorAll("#differences tbody tr")].map((row) => ({
      term: row.dataset.term,
      cause: row.querySelector('[data-cell="cause"]').textContent,
      before: [...row.querySelector('[data-cell="before"]').children].map((one) => one.textContent),
      after: [...row.querySelector('[data-cell="after"]').children].map((one) => one.textContent),
      events: [...row.querySelectorAll('[data-cell="events"] li')].map(linkedText),
      days: row.querySelector('[data-cell="days"]')?.textContent ?? "",
    }));
    found.push({ said: document.getElementById("compared").textContent, rows: several });
  }
  return found;
}

/** Read what is drawn of each term, with what was known by each of several days. */
async function lanes(several) {
  const found = [];
  for (const known of several) {
    cut("known", "known", known);
    await drawn();
    dispatchEvent(new Event("beforeprint"));
    dispatchEvent(new Event("afterprint"));
    found.push(Object.fromEntries([...document.querySelectorAll("[data-lane]")].map((lane) => [lane.dataset.lane, {
      days: [...lane.querySelectorAll("[data-tip]:not(a)")].map((one) => one.dataset.tip),
      hatched: [...lane.querySelectorAll(".hatched")].map((one) => one.getAttribute("fill")),
      marks: [...lane.querySelectorAll("a.mark")].flatMap((one) => one.dataset.tip.split("\n")),
    }])));
  }
  return found;
}

/** Return the first and the last day that the sliders reach. */
function ends() {
  const { min, max } = document.getElementById("as-of-slider");
  return [min, max].map((day) => new Date(Number(day) * 86400000).toISOString().slice(0, 10));
}

/** Put two fingers on a node, and move the second; places are shares of its width. */
function pinched(node, [first, second], places) {
  const { left, top, width } = node.getBoundingClientRect();
  const touch = (kind, pointerId, share) => node.dispatchEvent(new PointerEvent(kind, {
    bubbles: true, pointerId, pointerType: "touch", button: kind === "pointermove" ? -1 : 0,
    clientX: left + share * width, clientY: top + 8,
  }));
  touch("pointerdown", 11, first);
  touch("pointerdown", 12, second);
  for (const share of places) touch("pointermove", 12, share);
  touch("pointerup", 11, first);
  touch("pointerup", 12, places.at(-1));
}

window.tests = { ends, pinched, drawn, asked, compared, lanes, moved };
