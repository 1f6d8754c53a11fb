// Words: answers as a person reads them, the same as those that the page came with.

const STATUS = {
  "in-force": "in force",
  ended: "ended",
  expired: "expired",
  "not-set": "not set",
  undetermined: "undetermined",
};

const CAUSES = {
  learned: "became public in between",
  world: "took effect in between",
};

const KINDS = {
  set: "an answer is set",
  end: "an answer is ended",
  claim: "said, but outranked",
  met: "a condition is met",
  reaffirm: "reaffirmed",
  "leave-unsaid": "left unsaid",
  dispute: "a dispute begins",
  settle: "a dispute is settled",
  use: "made use of",
  note: "noted",
};

/** Write a date of the log no more exactly than it is known. */
function dated(book, text) {
  return (book.data.dates && book.data.dates[text]) || text;
}

/** Write the last day of a value as a person reads it. */
function lasting(book, text) {
  return (book.data.throughs && book.data.throughs[text]) || text;
}

/** Say an answer in a few words: its value, or that there is none and why. */
function saidOf(one) {
  if (one.status === "expired") return `expired (was: ${one.value})`;
  return one.value || STATUS[one.status];
}

/** Say an answer with all that may be the case. */
function wholeOf(one) {
  if (one.status !== "undetermined") return saidOf(one);
  return `undetermined: ${(one.possible || []).map(saidOf).join(" or ")}`;
}

/** Say what stands in the place of the value. */
function valueOf(one) {
  if (one.possible && one.possible.length) return "one of:";
  if (one.status === "expired") return `was: ${one.value}`;
  return one.value || "";
}

/** Say on whose word an answer stands, how long, and what would end it. */
function standingOf(book, one) {
  const parts = [one.authority];
  if (one.through) parts.push(`through ${lasting(book, one.through)}`);
  if (one.unless && one.unless.length) parts.push(`unless ${one.unless.join(", ")}`);
  if (one.last_confirmed && one.last_confirmed !== one.since) {
    parts.push(`confirmed ${dated(book, one.last_confirmed)}`);
  }
  return parts.filter(Boolean).join("; ");
}

/** Say what a claim says, and whether it contradicts the answer. */
function claimOf(one) {
  return `${one.contradicts ? "but" : "adds"} ${one.authority}: ${saidOf(one)}`;
}

/** Count things in words: 1 term, 2 terms. */
function counted(number, one, several = `${one}s`) {
  return `${number || "no"} ${number === 1 ? one : several}`;
}

/** Say what was known at a point. */
function knownWords(known) {
  return known === null ? "with all that is known now" : `as known on ${isoOf(known)}`;
}

/** Say how many answers there are of each status and with each flag. */
function summaryOf(answers) {
  const statuses = tally(answers.map((one) => STATUS[one.status]));
  const flags = tally(answers.flatMap((one) => one.flags || []));
  const total = `${counted(answers.length, "term")}: ${statuses}.`;
  return flags ? `${total} Flagged: ${flags}.` : total;
}

function tally(names) {
  const found = new Map();
  for (const name of names) found.set(name, (found.get(name) || 0) + 1);
  return [...found].map(([name, number]) => `${number} ${name}`).join(", ");
}
