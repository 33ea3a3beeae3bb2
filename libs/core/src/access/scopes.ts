import { forbidden, unauthenticated } from '../errors.js';
import type { Viewer } from './viewer.js';

/** Scopes that let a credential change something; every other known scope only reads. */
const writing = new Set(['calendar', 'calendar.events']);

export function mayWrite(viewer: Viewer): boolean {
  for (const scope of viewer.scopes) if (writing.has(scope)) return true;
  return false;
}

/** Refuses writes without sign-in (401) and with a credential that only reads (403). */
export function requireWriteScope(viewer: Viewer): void {
  if (!viewer.user) throw unauthenticated();
  if (!mayWrite(viewer)) throw forbidden('The credential does not permit changes.', { code: 'insufficient-scope' });
}
