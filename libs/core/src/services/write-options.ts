import type { EventSeries, SeriesDraft } from '../model/series.js';

/** Whom a client wants told by mail (v3 `sendUpdates`). */
export type Notice = 'all' | 'externalOnly' | 'none';

export interface WriteOptions {
  /** Which protocol writes. Anything but `ical` also raises SEQUENCE on a change of time, recurrence or place. */
  origin: 'v2' | 'v3' | 'ical' | 'jscalendar';
  /** The text a CalDAV client sent, kept byte for byte. Absent: rendered from the new record. */
  ical?: string;
  /** Client-chosen identity, for creation. */
  id?: string;
  resourceName?: string;
  /** A deleted series at `ref` is changed and lives again (v3: `status: confirmed`), instead of counting as none. */
  revives?: boolean;
  /** Runs inside the transaction before anything is written; throws PreconditionFailed and the like. */
  check?: (current: EventSeries | null) => void;
  /** Guests to tell by mail (v3 `sendUpdates`). Absent: those elsewhere for iCalendar and JSCalendar, nobody for v2, v3. */
  notify?: Notice;
  /** History that is brought here, or a plain copy: no invitation, no answer, no mail follows from it. */
  isImport?: boolean;
  /** An organizer's client knew the version by its schedule tag only: answers that came in since stay (RFC 6638 §3.2.10). */
  keepsAnswers?: boolean;
  /** Addresses that a message goes to in any case (RFC 6638 §7.2): of guests, or of the organizer. */
  forced?: readonly string[];
  /** Addresses of whom something was asked in this way that the server does not know: it says so, and sends nothing. */
  misforced?: readonly string[];
}

export interface SplitWriteOptions extends WriteOptions {
  /** What the second part says instead, in the same transaction; it gets the part as the split made it. */
  change?: (after: SeriesDraft) => SeriesDraft | Promise<SeriesDraft>;
}

export type RemovalOptions = Pick<WriteOptions, 'notify' | 'origin' | 'isImport'> & {
  /** RFC 6638 §8.1, `Schedule-Reply: F`: the organizer is not told that a guest's copy was deleted. */
  isSilent?: boolean;
};
