// Answers: what the items of a phase say, put together as a person asks for it.

const RANKS = { official: 3, filing: 3, press: 2, reported: 1 };
const UNDISCLOSED = "undisclosed";

/** Return the answer made of items, with the steps as known and recorded. */
function answerOf(book, items, known, recorded) {
  const step = (number) => (number === undefined ? undefined : book.step(number, known, recorded));
  const cited = (one) => one.sources?.filter((number) => book.standing("sources", number, recorded).public <= known);
  const those = (kind) => items.filter((one) => kind in one).map((one) => one[kind]);
  const steps = (kind) => those(kind).map(step).sort((one, other) => one.order - other.order);
  if (!items.length) return { status: "unrecorded", same: "unrecorded" };

  const [all] = those("answer").map((several) => several.map((one) => possibleOf(book, one, step)));
  const possible = [...new Map(all.map((one) => [one.same, one])).values()];
  const decided = possible.length === 1 ? possible[0] : null;
  const deciding = decided && decided.deciding;
  const confirmation = items.find((one) => "confirmation" in one);
  const confirmed = confirmation && step(confirmation.confirmation);
  const [unchanged] = steps("unchanged");
  const [claims, disputes, plans] = ["claim", "dispute", "plan"].map(steps);
  const replaced = those("replaced").sort(byOutcome).map((one) => possibleOf(book, one, step));
  const said = (one) => ({ event: one.event, since: one.when, authority: one.authority, by: one.by, sources: cited(one) });
  const bare = ({ status, value, through, renews, unless, authority, deciding: by }) =>
    lean({ status, value, through, renews, unless, authority, event: by?.event, since: by?.when });
  const flags = {
    reported: all.some((one) => RANKS[one.authority] < RANKS.filing),
    claimed: claims.length && all.some((one) => one.status === "not-set"),
    "claimed-otherwise": claims.some((one) => differs(book, one, all)),
    "replaced-higher": replaced.length,
    disputed: disputes.length,
    carried: those("silence").length && all.some((one) => one.status === "in-force"),
    pending: plans.length,
    doubtful: all.some((one) => one.doubtful),
    approximate: all.some((one) => one.approximate),
  };
  const above = those("above");
  const last = confirmed?.when;
  return lean({
    status: decided ? decided.status : "undetermined",
    same: possible.map((one) => one.same).sort().join("\n"),
    steps: [...new Set(possible.map((one) => one.by))].filter((one) => one !== undefined).sort((one, other) => one - other),
    flags: Object.keys(flags).filter((flag) => flags[flag] || above.includes(flag)),
    value: decided?.value,
    through: decided?.through,
    renews: decided?.renews,
    unless: decided?.unless,
    once: decided?.status === "ended" ? undefined : decided?.given?.once,
    while: decided?.given?.while,
    authority: decided?.authority,
    by: deciding?.by,
    since: deciding?.when,
    event: deciding?.event,
    last_confirmed: last === deciding?.when ? undefined : last,
    confirmed: confirmed && lean({ event: confirmed.event, perhaps: !confirmation.surely, sources: cited(confirmed) }),
    said_unchanged: unchanged && lean({ event: unchanged.event, authority: unchanged.authority, sources: cited(unchanged) }),
    sources: [...new Set(possible.flatMap((one) => (one.deciding && cited(one.deciding)) || []))],
    possible: decided ? [] : possible.map(bare),
    replaced: replaced.map(({ status, value, authority, deciding: by }) =>
      lean({ status, value, authority, event: by?.event, since: by?.when })),
    claims: claims.map((one) => lean({
      status: statusOf(one), value: one.value, through: one.through, differs: differs(book, one, possible),
      denied_by: one.denied_by, ...said(one),
    })),
    disputes: disputes.map((one) => lean({ ...said(one), positions: one.positions })),
    pending: plans.map((one) => lean({ event: one.event, verb: one.kind, value: one.value, when: one.when, once: one.once })),
  });
}

/** Return a possible answer; what its data leaves out comes from the step that gave it. */
function possibleOf(book, { status, authority, given: gave, ended: end, decided, through: lent }, step) {
  const [given, ended] = [step(gave), step(end)];
  const deciding = step(decided) || ended || given;
  const dates = [given, ended].filter(Boolean);
  const least = dates.reduce((least, one) => (least && RANKS[least] <= RANKS[one.authority] ? least : one.authority), undefined);
  const isOver = !given || status === "ended";
  const [value, unless] = isOver ? [] : [given.value, given.unless];
  const through = isOver ? undefined : lent ?? given.through;
  const marks = isOver ? "" : lent ?? `${given.through ?? ""}${given.marks ?? ""}`;
  const renews = status === "in-force" ? given.renews : undefined;
  return {
    status, given, deciding, value, through, renews, unless,
    by: decided ?? end ?? gave,
    authority: authority ?? least,
    same: JSON.stringify([status, value, endOf(book, through), [...(unless || [])].sort(), renews]),
    last: endOf(book, through),
    doubtful: dates.some((one) => one.doubtful) || /[?%]/.test(marks),
    approximate: dates.some((one) => one.approximate) || /[~%]/.test(marks),
  };
}

/**
 * Return an answer as it is on a day. What renews has the last day of the run in which the day lies, and what
 * is not set before the first day that the log covers is not covered.
 */
function onDay(book, answer, day, covered) {
  if (answer.status === "not-set" && day < covered) return { ...answer, status: "not-covered" };
  const told = (one) => {
    const end = one.renews ? endOf(book, one.through) : null;
    return end === null || day <= end ? one : { ...one, through: isoOf(runEnd(end, one.renews, day)) };
  };
  const possible = answer.possible?.map(told);
  const whole = told(answer);
  if (whole === answer && !possible?.some((one, at) => one !== answer.possible[at])) return answer;
  const isLater = (flag) => flag === "doubtful" || flag === "approximate";
  const flags = answer.flags || [];
  return {
    ...whole, ...(possible && { possible }),
    flags: [...flags.filter((flag) => !isLater(flag)), "renewed", ...flags.filter(isLater)],
  };
}

/** Put answers of higher rank in the order of the log. */
function byOutcome(one, other) {
  const named = ({ given, ended }) => [ended ?? given, given];
  const [[by, gave], [its, given]] = [named(one), named(other)];
  return by - its || gave - given || (one.status < other.status ? -1 : 1);
}

function statusOf(claim) {
  return claim.value === undefined ? "ended" : "in-force";
}

/** Whether a claim differs from one of several answers; a detail never does. */
function differs(book, claim, answers) {
  return !claim.adds && answers.some((one) => one.status !== "not-set" && one.value !== UNDISCLOSED &&
    (statusOf(claim) !== one.status || claim.value !== one.value ||
      (claim.through !== undefined && endOf(book, claim.through) !== one.last)));
}

/** Return the last day of a date, or null if it has none. */
function endOf(book, text) {
  return text === undefined ? null : dayOf(text) ?? book.data.ends[text] ?? null;
}

/** Return a form without members that are null, false or an empty list. */
function lean(form) {
  const isNothing = (one) => one === undefined || one === null || one === false || (Array.isArray(one) && !one.length);
  return Object.fromEntries(Object.entries(form).filter(([, one]) => !isNothing(one)));
}
