import { carrierMarker } from './parse/carriers.table.js';

export { parseAvailability, parseNewAvailability } from './parse/availability.js';
export { parseFile, type FileItem } from './parse/file.js';
export { parseMessage, parseObject } from './parse/object.js';
export type { ParseOptions } from './parse/options.js';
export {
  parseRecurrenceLines,
  parseRecurrenceText,
  renderRecurrenceLines,
  renderRecurrenceText,
  type RecurrenceText,
} from './recurrence-text.js';
export { CalendarFile, type FileTitle } from './render/calendar-file.js';
export { renderFreeBusy, type FreeBusyTexts } from './render/free-busy.js';
export { calendarOf, iCalendarRenderer, renderSeries } from './render/series.js';
export { forcedRecipients } from './text/forced-recipients.js';
export { parseJCal } from './text/jcal.js';
export { selectParts, type Selection } from './text/select.js';
export { renderJCal } from './text/write.js';

const marker = new RegExp(`^${carrierMarker}[:;]`, 'im');

/** True when the text was made by a server that writes X-DAYFERRY carriers and a client gave them back. */
export function hasCarrierMarker(text: string): boolean {
  return marker.test(text);
}
