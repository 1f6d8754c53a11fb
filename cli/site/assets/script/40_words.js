// Words: answers as a person reads them, the same as those that the page came with.

const STATUS = {
  "in-force": "in force",
  ended: "ended",
  expired: "expired",
  "not-set": "not set",
  "not-covered": "not covered",
  undetermined: "undetermined",
  unrecorded: "not on record yet",
};

const CAUSES = {
  learned: "became public in between",
  world: "took effect in between",
};

/** Write a date of the log as exactly as it is known, and no more. */
function dated(book, text) {
  const day = dayOf(text);
  return day === null ? book.data.dates[text] ?? text : dayWords(day);
}

/** Write the last day of a value as a person reads it. */
function lasting(book, text) {
  return (book.data.throughs && book.data.throughs[text]) || text;
}

/** Return an answer in few words: its value or, without one, its status. */
function saidOf(one) {
  if (one.status === "expired") return `expired (was: ${one.value})`;
  return one.value || STATUS[one.status];
}

/** Say a possible answer with its limits, which may be all that sets it apart. */
function limitedOf(book, one) {
  const through = one.through ? `, through ${lasting(book, one.through)}` : "";
  const unless = one.unless ? `, unless ${one.unless.join(", ")}` : "";
  return saidOf(one) + through + unless;
}

/** Say an answer with all that may be the case. */
function wholeOf(one) {
  if (one.status !== "undetermined") return saidOf(one);
  return `undetermined: ${(one.possible || []).map(saidOf).join(" or ")}`;
}

/** Return the text shown as the value of an answer. */
function valueOf(one) {
  if (one.possible) return "one of:";
  if (one.status === "expired") return `was: ${one.value}`;
  return one.value || "";
}

/** Say on whose word an answer stands, how long, and what would end it. */
function standingOf(book, one) {
  const { confirmed, said_unchanged: unchanged } = one;
  const parts = [
    one.authority,
    one.by && `said by ${joined(one.by)}`,
    limitsOf(book, one),
    one.while && `while ${one.while} is in force`,
    confirmed && one.last_confirmed && `${confirmed.perhaps ? "perhaps " : ""}confirmed ${dated(book, one.last_confirmed)}`,
    unchanged && `said only to be unchanged (${unchanged.authority})`,
  ];
  return parts.filter(Boolean).join("; ");
}

/** Say how long an answer runs, and which conditions would end it. */
function limitsOf(book, one) {
  const parts = [];
  if (one.through) parts.push(`through ${lasting(book, one.through)}`);
  if (one.renews) parts.push(`renews for ${lengthWords(one.renews)} at a time`);
  if (one.unless) parts.push(`unless ${one.unless.join(", ")}`);
  return parts.join("; ");
}

/** Write a duration in words: 4 months. */
function lengthWords(text) {
  return counted(Number(text.slice(0, -1)), { d: "day", m: "month", y: "year" }[text.slice(-1)]);
}

/** Name the answer of higher authority that was replaced. */
function replacedOf(one) {
  return `in place of ${one.authority}: ${saidOf(one)}`;
}

/** Say what is claimed, by whom, since when, and whether it differs from the answer. */
function claimOf(book, one) {
  const how = one.differs ? "claimed otherwise" : "claimed";
  const through = one.through ? `through ${lasting(book, one.through)}` : "";
  const said = saidOf(one).includes(through) ? saidOf(one) : `${saidOf(one)}, ${through}`;
  const since = one.since ? `, since ${dated(book, one.since)}` : "";
  const denied = one.denied_by === undefined ? "" : "; denied since";
  return `${how} by ${one.by ? joined(one.by) : "somebody unnamed"}: ${said} (${one.authority}${since})${denied}`;
}

/** Say since when a term is disputed, and what each side says as far as that is public. */
function disputeOf(book, one) {
  const since = one.since ? `disputed since ${dated(book, one.since)}` : "disputed";
  return [since, ...(one.positions || []).map((each) => `${each.party}: ${each.says}`)].join("; ");
}

/** Join names as a sentence does. */
function joined(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** Say a flag in words: claimed otherwise. */
function flagWords(flag) {
  return flag.replaceAll("-", " ");
}

/** Return a number with its noun: 1 term, 2 terms. */
function counted(number, one, several = `${one}s`) {
  return `${number || "no"} ${number === 1 ? one : several}`;
}

/** Say what was known at a point, and by when it was recorded. */
function knownWords({ known, recorded }, book) {
  const said = known === null ? "with all that is known now" : `as known on ${dayWords(known)}`;
  return recorded === null ? said : `${said}, by what was recorded by ${instantWords(book, recorded)}`;
}

/** Say an instant at which something was recorded. */
function instantWords(book, recorded) {
  const [, instant] = book.recorded[recorded];
  return `${dayWords(dayOf(instant.slice(0, 10)))}, ${instant.slice(11, 19)} UTC`;
}

/** Say how many answers there are of each status and with each flag. */
function summaryOf(several) {
  const answers = several.filter((one) => one.status !== "unrecorded");
  const statuses = tally(answers.map((one) => STATUS[one.status]));
  const flags = tally(answers.flatMap((one) => (one.flags || []).map(flagWords)));
  const total = `${counted(answers.length, "term")}: ${statuses}.`;
  return flags ? `${total} Flagged: ${flags}.` : total;
}

function tally(names) {
  const found = new Map();
  for (const name of names) found.set(name, (found.get(name) || 0) + 1);
  return [...found].map(([name, number]) => `${number} ${name}`).join(", ");
}
