import { forbidden, invalidInput, type ShareChange } from '@dayferry/core';
import { calendarserver, dav } from '../clark.js';
import { child, requireRoot, type XmlElement } from './xml-element.js';

/** Changes of one request. */
const mostChanges = 200;
const longestTitle = 1024;

/** A change of CS:share, for a calendar user address. */
export type ShareInstruction = Omit<ShareChange, 'email'> & { uri: string };

/** caldav-sharing §6.26: at least one CS:set or CS:remove, in document order. */
export function parseShare(root: XmlElement): ShareInstruction[] {
  requireRoot(root, calendarserver('share'));
  const changes = root.children.flatMap((change): ShareInstruction[] => {
    if (change.name === calendarserver('set')) return [setOf(change)];
    return change.name === calendarserver('remove') ? [{ uri: hrefIn(change), role: null }] : [];
  });
  if (changes.length === 0)
    throw invalidInput('share', 'CS:share has at least one CS:set or CS:remove.', { code: 'xml' });
  if (changes.length > mostChanges) throw forbidden(`A request changes at most ${mostChanges} people's rights.`);
  return changes;
}

function setOf(change: XmlElement): ShareInstruction {
  const [reads, writes] = [child(change, calendarserver('read')), child(change, calendarserver('read-write'))];
  if (Boolean(reads) === Boolean(writes))
    throw invalidInput('set', 'CS:set has one of CS:read and CS:read-write.', { code: 'xml' });
  return { uri: hrefIn(change), role: writes ? 'writer' : 'reader', ...titleIn(change) };
}

export interface InviteReply {
  /** Who answers, as far as the request says. */
  uri: string | null;
  invitation: string;
  accepts: boolean;
  title?: string;
}

/** caldav-sharing §6.22. */
export function parseInviteReply(root: XmlElement): InviteReply {
  requireRoot(root, calendarserver('invite-reply'));
  const accepted = child(root, calendarserver('invite-accepted'));
  const declined = child(root, calendarserver('invite-declined'));
  const invitation = child(root, calendarserver('in-reply-to'))?.text.trim() ?? '';
  if (Boolean(accepted) === Boolean(declined) || invitation === '')
    throw invalidInput('invite-reply', 'A reply accepts or declines, and says what.', { code: 'xml' });
  const uri = child(root, dav('href'))?.text.trim() ?? null;
  return { uri, invitation, accepts: accepted !== undefined, ...titleIn(root) };
}

function hrefIn(element: XmlElement): string {
  const uri = child(element, dav('href'))?.text.trim();
  if (!uri) throw invalidInput('href', 'There is no DAV:href.', { code: 'xml' });
  return uri;
}

function titleIn(element: XmlElement): { title?: string } {
  const title = child(element, calendarserver('summary'))?.text.trim();
  if (!title) return {};
  if (title.length > longestTitle) throw forbidden(`A name has at most ${longestTitle} characters.`);
  return { title };
}
