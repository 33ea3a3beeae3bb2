import { unfoldedText } from './decode.js';

const request = /^(?:ATTENDEE|ORGANIZER)\b.*;SCHEDULE-FORCE-SEND=/i;

/**
 * RFC 6638 §7.2: addresses (of mailto: URIs, in lower case) of the people whom a client wants a message sent to in any
 * case. Null where nobody is named so.
 */
export function forcedRecipients(text: string): string[] | null {
  const unfolded = unfoldedText(text);
  if (!/schedule-force-send/i.test(unfolded)) return null;
  const people = unfolded.split('\n').filter((line) => request.test(line));
  return people.map((line) => /:mailto:(.*)$/i.exec(line)?.[1]?.trim().toLowerCase() ?? '');
}
