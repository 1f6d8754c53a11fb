// Days: a day is a whole number, counted from 1970-01-01, in the calendar of ISO 8601.

const FIRST_DAY = -719162; // 0001-01-01
const LAST_DAY = 2932896; // 9999-12-31

/**
 * Return the number of a day of the calendar.
 * @param {number} year
 * @param {number} month 1 to 12
 * @param {number} day 1 to 31
 * @returns {number}
 */
function numberOf(year, month, day) {
  const shifted = month > 2 ? year : year - 1; // A year that begins in March ends with its leap day.
  const era = Math.floor(shifted / 400);
  const inEra = shifted - era * 400;
  const inYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const gone = inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear;
  return era * 146097 + gone - 719468;
}

/**
 * Return the year, the month and the day of the month.
 * @param {number} number
 * @returns {[number, number, number]}
 */
function calendar(number) {
  const gone = number + 719468;
  const era = Math.floor(gone / 146097);
  const inEra = gone - era * 146097;
  const years = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36524) - Math.floor(inEra / 146096)) / 365,
  );
  const inYear = inEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const place = Math.floor((5 * inYear + 2) / 153);
  const month = place < 10 ? place + 3 : place - 9;
  const year = years + era * 400 + (month <= 2 ? 1 : 0);
  return [year, month, inYear - Math.floor((153 * place + 2) / 5) + 1];
}

/**
 * Return the day that a text gives as YYYY-MM-DD, or null if it gives none.
 * @param {string} text
 * @returns {number | null}
 */
function dayOf(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const [year, month, day] = text.split("-").map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1) return null;
  const number = numberOf(year, month, day);
  return isoOf(number) === text ? number : null;
}

/**
 * Write a day as YYYY-MM-DD.
 * @param {number} day
 * @returns {string}
 */
function isoOf(day) {
  const [year, month, inMonth] = calendar(day);
  return [String(year).padStart(4, "0"), two(month), two(inMonth)].join("-");
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

/** Write a day in words: 27 April 2026. */
function dayWords(day) {
  const [year, month, inMonth] = calendar(day);
  return `${inMonth} ${MONTHS[month - 1]} ${year}`;
}

/** Return the day so many months after another, the last of its month where that is shorter. */
function monthsAfter(day, months) {
  const [year, month, inMonth] = calendar(day);
  const all = year * 12 + month - 1 + months;
  if (all > 9999 * 12 + 11) return LAST_DAY;
  const next = all + 1;
  const length = numberOf(Math.floor(next / 12), (next % 12) + 1, 1) - numberOf(Math.floor(all / 12), (all % 12) + 1, 1);
  return numberOf(Math.floor(all / 12), (all % 12) + 1, Math.min(inMonth, length));
}

/** Return the last day of the run that includes *on*, of runs as long as *renews* after the *first* one. */
function runEnd(first, renews, on) {
  const [count, unit] = [Number(renews.slice(0, -1)), renews.slice(-1)];
  if (unit === "d") return Math.min(first + count * Math.max(Math.ceil((on - first) / count), 0), LAST_DAY);
  const months = unit === "y" ? count * 12 : count;
  const monthOf = (day) => calendar(day)[0] * 12 + calendar(day)[1];
  const number = Math.max(Math.floor((monthOf(on) - monthOf(first)) / months), 0);
  const end = monthsAfter(first, number * months);
  return end >= on ? end : monthsAfter(first, (number + 1) * months);
}

/** Write a number with two digits. */
function two(number) {
  return String(number).padStart(2, "0");
}

/** Return *number*, or the nearer end of the range if it lies outside. */
function within(number, least, most) {
  return Math.min(Math.max(number, least), most);
}

/**
 * Return how many of the *sorted* numbers are not above *number*.
 * @param {number[]} sorted
 * @param {number} number
 * @returns {number}
 */
function countUpTo(sorted, number) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}
