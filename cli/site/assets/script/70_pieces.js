// Pieces: what is drawn of a term, given its answer for each day.

const SHADES = ["reported", "claimed-otherwise", "disputed"];

/**
 * Return the runs of days with one answer; an open end is null.
 * @param {Phase[]} phases
 */
function stretchesOf(phases) {
  return phases.map(({ since, until, look: answer }) => {
    const names = namesOf(answer);
    return { since, until, answer, names, key: names.map(nameKey).join("\n") };
  });
}

/** Return the names of the possible answers, whatever their last days. */
function namesOf(answer) {
  const several = answer.possible || [answer];
  const found = new Map(several.map((one) => [nameKey(one), { status: one.status, value: one.value }]));
  return [...found.values()];
}

function nameKey(one) {
  return `${one.status}\t${one.value || ""}`;
}

/**
 * Return the bars, for days on which the answer is certain, and the edges between them.
 * @param {Array} stretches
 */
function piecesOf(stretches) {
  const pieces = runs(stretches, (one) => (one.names.length === 1 ? one.key : "")).map((run) => {
    const [since, until] = [run[0].since, run[run.length - 1].until];
    const certain = run[0].names.length === 1;
    return certain ? { ...run[0].names[0], since, until } : { edge: true, since, until, run };
  });
  pieces.forEach((piece, at) => {
    if (piece.edge) soften(piece, pieces[at - 1], pieces[at + 1]);
  });
  return pieces;
}

/** Add to an edge how long the answer before may last, and when the next may begin. */
function soften(edge, before, after) {
  const possible = (bar) => (one) => bar && one.names.some((name) => nameKey(name) === nameKey(bar));
  const still = edge.run.findIndex((one) => !possible(before)(one));
  const last = still < 0 ? edge.run.length - 1 : still - 1;
  let from = edge.run.length;
  while (from > 0 && possible(after)(edge.run[from - 1])) from -= 1;
  edge.before = before;
  edge.after = after;
  edge.out = last >= 0 ? edge.run[last] : null;
  edge.into = from < edge.run.length ? edge.run[from] : null;
  const names = new Map(edge.run.flatMap((one) => one.names.map((name) => [nameKey(name), name])));
  edge.names = [...names.keys()].sort().map((key) => names.get(key));
}

/** Return the runs of days on which an answer has a flag. */
function shadesOf(stretches) {
  return SHADES.flatMap((flag) =>
    runs(stretches, (one) => (one.answer.flags || []).includes(flag))
      .filter((run) => (run[0].answer.flags || []).includes(flag))
      .map((run) => ({ flag, since: run[0].since, until: run[run.length - 1].until })),
  );
}

/** Group neighbours that have the same key. */
function runs(several, keyOf) {
  const found = [];
  let last;
  for (const one of several) {
    const key = keyOf(one);
    if (found.length && key === last) found[found.length - 1].push(one);
    else found.push([one]);
    last = key;
  }
  return found;
}

/** Say in a few words what an answer is called. */
function calledName(name) {
  return name.value && name.status !== "expired" ? name.value : STATUS[name.status];
}

/** Say on which days something was so. */
function daysWords(since, until) {
  if (since === null && until === null) return "on every day";
  if (since === null) return `through ${dayWords(until)}`;
  if (until === null) return `from ${dayWords(since)} on`;
  return since === until ? dayWords(since) : `${dayWords(since)} through ${dayWords(until)}`;
}
