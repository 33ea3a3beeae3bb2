import type { Language } from './words.table.js';

type Formats = Record<'day' | 'clock', Intl.DateTimeFormat>;

const known = new Map<Language, Formats>();

/** Making a format costs more than using it a hundred times. */
function formatsOf(language: Language): Formats {
  const found = known.get(language);
  if (found) return found;
  const [name, timeZone] = [language === 'en' ? 'en-US' : language, 'UTC'];
  const made: Formats = {
    day: new Intl.DateTimeFormat(name, { timeZone, weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' }),
    clock: new Intl.DateTimeFormat(name, { timeZone, hour: 'numeric', minute: '2-digit' }),
  };
  known.set(language, made);
  return made;
}

/** Of RFC 3339 text, whose wall clock is the one to show: `Mon Apr 17, 2006`. */
export function dayText(text: string, language: Language): string {
  const day = formatsOf(language).day.format(Date.parse(`${text.slice(0, 10)}T00:00:00Z`));
  return language === 'en' ? day.replace(',', '') : day;
}

/** `3pm`, `3:30pm` as the old service wrote it; elsewhere as the language has it. */
export function clockText(text: string, language: Language): string {
  if (language !== 'en') return formatsOf(language).clock.format(Date.parse(`2000-01-01T${text.slice(11, 16)}:00Z`));
  const [hour, minute] = [Number(text.slice(11, 13)), text.slice(14, 16)];
  return `${hour % 12 || 12}${minute === '00' ? '' : `:${minute}`}${hour < 12 ? 'am' : 'pm'}`;
}
