import { escapeXml, href, xmlDocument } from './xml-text.js';

/** What one person's part of an answer says (RFC 6638 §10.2). */
export interface RecipientAnswer {
  /** The address as the request has it. */
  address: string;
  /** REQUEST-STATUS (RFC 5546 §3.6). */
  status: string;
  /** iCalendar text. */
  data?: string;
}

export function renderScheduleResponse(answers: readonly RecipientAnswer[]): string {
  return xmlDocument('C:schedule-response', answers.map(responseOf).join(''));
}

function responseOf({ address, status, data }: RecipientAnswer): string {
  const recipient = `<C:recipient>${href(address)}</C:recipient>`;
  const content = data === undefined ? '' : `<C:calendar-data>${escapeXml(data)}</C:calendar-data>`;
  return `<C:response>${recipient}<C:request-status>${escapeXml(status)}</C:request-status>${content}</C:response>`;
}
