import { addDays, civilMillis } from '../time/civil.js';

/** A line with its words about recurrence and length taken out. */
export interface Phrase {
  text: string;
  /** RRULE without its UNTIL. */
  rule?: string;
  /** Which days the first instance may be on. */
  fits?: (date: string) => boolean;
  /** The words behind "until". */
  until?: string;
  /** "for 2 hours" */
  minutes?: number;
}

type Found = Pick<Phrase, 'rule' | 'fits'>;

const days = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const workdays = ['MO', 'TU', 'WE', 'TH', 'FR'];
const dayName = '(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?s?';
const manyDays = '(?:sun|mon|tues|wednes|thurs|fri|satur)days';
const dayList = `${dayName}(?: *(?:,|and|&|,? and) *${dayName})*`;
const monthName = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*';
const monthDay = '(0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)';
const places = ['first', 'second', 'third', 'fourth'];
const units: Record<string, string> = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' };
const adverbs: Record<string, string> = {
  daily: 'FREQ=DAILY',
  weekly: 'FREQ=WEEKLY',
  biweekly: 'FREQ=WEEKLY;INTERVAL=2',
  fortnightly: 'FREQ=WEEKLY;INTERVAL=2',
  monthly: 'FREQ=MONTHLY',
  yearly: 'FREQ=YEARLY',
  annually: 'FREQ=YEARLY',
};

const recurrences: [pattern: RegExp, read: (match: RegExpExecArray) => Found][] = [
  [/\b(?:every|each) (?:weekday|workday|working day)s?\b|\bon (?:weekdays|workdays)\b/i, () => weekly(workdays)],
  [/\b(?:every|each) weekend\b/i, () => weekly(['SA', 'SU'])],
  [
    new RegExp(
      `\\b(?:every|each) (${places.join('|')}|last) (${dayName})(?: of (?:every|each|the|a) month)?(?![a-z])`,
      'i',
    ),
    (match) => monthlyWeekday(places.indexOf(match[1]!.toLowerCase()) + 1, daysIn(match[2]!)[0]!),
  ],
  [
    new RegExp(`\\b(?:every|each) (other )?(${dayList})(?![a-z])`, 'i'),
    (match) => weekly(daysIn(match[2]!), match[1] ? 2 : 1),
  ],
  [new RegExp(`\\b(?:on )?(${manyDays})\\b`, 'i'), (match) => weekly(daysIn(match[1]!))],
  [
    new RegExp(`\\b(?:every|each) month on the ${monthDay}\\b`, 'i'),
    (match) => ({ rule: 'FREQ=MONTHLY', fits: onMonthDay(match[1]!) }),
  ],
  [
    new RegExp(`\\b(?:on )?(?:the )?${monthDay} of (?:every|each|the) month\\b`, 'i'),
    (match) => ({ rule: 'FREQ=MONTHLY', fits: onMonthDay(match[1]!) }),
  ],
  [
    /\b(?:every|each) (other |[1-9]\d{0,2} )?(day|week|month|year)s?\b/i,
    (match) => ({ rule: `FREQ=${units[match[2]!.toLowerCase()]!}${interval(match[1])}` }),
  ],
  [
    new RegExp(`\\b(?:every|each) (?=${monthName} \\d|\\d{1,2}(?:st|nd|rd|th)? (?:of )?${monthName})`, 'i'),
    () => ({ rule: 'FREQ=YEARLY' }),
  ],
  [
    /\b(daily|weekly|biweekly|fortnightly|monthly|yearly|annually)\b/i,
    (match) => ({ rule: adverbs[match[1]!.toLowerCase()]! }),
  ],
];

/** "on the 15th", but not "on the 4th floor". */
const onTheDay = new RegExp(`\\bon the ${monthDay}\\b(?! (?!(?:at|from|with|every|each|for|until|in)\\b)[a-z])`, 'i');

function interval(word: string | undefined): string {
  const number = word?.trim().toLowerCase() === 'other' ? 2 : Number(word ?? 1);
  return number > 1 ? `;INTERVAL=${number}` : '';
}

function weekly(weekdays: string[], every = 1): Found {
  const rule = `FREQ=WEEKLY${interval(String(every))};BYDAY=${weekdays.join(',')}`;
  return { rule, fits: (date) => weekdays.includes(weekdayOf(date)) };
}

/** `place` 0 is the last one of the month. */
function monthlyWeekday(place: number, weekday: string): Found {
  const isAtPlace = (date: string): boolean =>
    place === 0 ? addDays(date, 7).slice(5, 7) !== date.slice(5, 7) : Math.ceil(Number(date.slice(8)) / 7) === place;
  return {
    rule: `FREQ=MONTHLY;BYDAY=${place || -1}${weekday}`,
    fits: (date) => weekdayOf(date) === weekday && isAtPlace(date),
  };
}

function onMonthDay(day: string): (date: string) => boolean {
  return (date) => Number(date.slice(8)) === Number(day);
}

function weekdayOf(date: string): string {
  return days[new Date(civilMillis(date)).getUTCDay()]!;
}

function daysIn(words: string): string[] {
  const named = words.toLowerCase().match(new RegExp(dayName, 'gi')) ?? [];
  return [...new Set(named.map((word) => word.slice(0, 2).toUpperCase()))];
}

const until = /\b(?:until|till|through) ((?:(?!\b(?:at|with|every)\b).)+)/i;
const times = /\b([1-9]\d{0,2}) times\b/i;
const length = /\bfor (an?|half an|\d{1,3}(?:\.\d)?) ?(minutes?|mins?|m|hours?|hrs?|h|days?|weeks?)\b/i;
/** chrono would take the number for an hour. */
const fromDate = new RegExp(`\\bfrom (?=\\d{1,2}(?:st|nd|rd|th)? (?:of )?${monthName})`, 'i');

/** "every Tuesday", "weekly until June", "daily 5 times", "for 2 hours", "on the 15th". */
export function takeRecurrence(line: string): Phrase {
  const phrase: Phrase = { text: line.replace(fromDate, '') };
  for (const [pattern, read] of recurrences) {
    const match = pattern.exec(phrase.text);
    if (!match) continue;
    Object.assign(phrase, read(match), { text: cut(phrase.text, match) });
    break;
  }
  takeEnd(phrase);
  const day = phrase.fits ? null : onTheDay.exec(phrase.text);
  if (day) Object.assign(phrase, { fits: onMonthDay(day[1]!), text: cut(phrase.text, day) });
  const match = length.exec(phrase.text);
  if (match) Object.assign(phrase, { minutes: minutesOf(match[1]!, match[2]!), text: cut(phrase.text, match) });
  return phrase;
}

/** An end only means something to what recurs. */
function takeEnd(phrase: Phrase): void {
  if (!phrase.rule) return;
  const count = times.exec(phrase.text);
  if (count) Object.assign(phrase, { rule: `${phrase.rule};COUNT=${count[1]!}`, text: cut(phrase.text, count) });
  const end = count ? null : until.exec(phrase.text);
  if (end) Object.assign(phrase, { until: end[1]!, text: cut(phrase.text, end) });
}

function cut(text: string, match: RegExpExecArray): string {
  return `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`.replaceAll(/\s+/g, ' ').trim();
}

function minutesOf(amount: string, unit: string): number {
  const number = /^half/i.test(amount) ? 0.5 : /^an?$/i.test(amount) ? 1 : Number(amount);
  const size = { m: 1, h: 60, d: 1_440, w: 10_080 }[unit[0]!.toLowerCase() as 'm'];
  return Math.round(number * size);
}

/** The first fitting day from a date on; no rule here skips more than two months. */
export function firstFit(date: string, fits: (date: string) => boolean): string {
  for (let ahead = 0; ahead <= 62; ahead++) if (fits(addDays(date, ahead))) return addDays(date, ahead);
  return date;
}
