import { unfoldedText } from './decode.js';

/** RFC 6638 §7.2, by addresses (of mailto: URIs, in lower case). */
export interface ForcedRecipients {
  /** A message goes to them in any case. */
  forced: string[];
  /** What was asked for them has no meaning. */
  misforced: string[];
}

const request = /^(?:ATTENDEE|ORGANIZER)\b.*;SCHEDULE-FORCE-SEND="?([^";:]*)/i;

/** Those whom a client names by SCHEDULE-FORCE-SEND; null where nobody is named so. */
export function forcedRecipients(text: string): ForcedRecipients | null {
  const unfolded = unfoldedText(text);
  if (!/schedule-force-send/i.test(unfolded)) return null;
  const found: ForcedRecipients = { forced: [], misforced: [] };
  for (const line of unfolded.split('\n')) {
    const method = request.exec(line)?.[1];
    if (method === undefined) continue;
    const address = /:mailto:(.*)$/i.exec(line)?.[1]?.trim().toLowerCase() ?? '';
    (/^(?:request|reply)$/i.test(method) ? found.forced : found.misforced).push(address);
  }
  return found;
}
