import { createHash } from 'node:crypto';
import { unlinked } from '../parse/parameters.table.js';
import type { Call } from './call.js';

/** Weak, made of what was asked for and of the versions of what is shown. */
export function listEtag({ request }: Call, versions: unknown): string {
  const { path, format, version, parameters, language } = request;
  const asked = parameters.filter(([name]) => !unlinked.has(name));
  const text = JSON.stringify([path, format, version.major, asked, language, versions]);
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 20)}"`;
}
