import { encodeSegment } from './hrefs-segment.js';

/** Where another server had its users' principals and homes: path templates with one `{user}` segment. */
export interface AliasPaths {
  principal: string;
  home: string;
  /** Put behind names without `@` to make the e-mail address of them. */
  domain?: string | undefined;
}

/** A layout of paths beside our own, answered in place. */
export interface Alias {
  principal: readonly string[];
  home: readonly string[];
  /** What both begin with; clients may start there. */
  root: readonly string[];
  domain?: string | undefined;
}

/** What a path means in a layout; `rest` is what follows the home. */
export interface AliasMatch {
  kind: 'root' | 'principal' | 'home';
  /** As the client wrote it. */
  user: string;
  rest: readonly string[];
}

export const USER = '{user}';

export function aliasOf({ principal, home, domain }: AliasPaths): Alias {
  const [first, second] = [segmentsOf(principal), segmentsOf(home)];
  const differ = first.findIndex((segment, i) => segment !== second[i] || segment === USER);
  return { principal: first, home: second, root: first.slice(0, differ < 0 ? first.length : differ), domain };
}

const segmentsOf = (template: string): string[] => template.split('/').filter((segment) => segment !== '');

export function matchAlias({ principal, home, root }: Alias, segments: readonly string[]): AliasMatch | null {
  if (root.length > 0 && segments.length === root.length && userIn(root, segments) !== null)
    return { kind: 'root', user: '', rest: [] };
  const owner = segments.length === principal.length ? userIn(principal, segments) : null;
  if (owner !== null) return { kind: 'principal', user: owner, rest: [] };
  const user = userIn(home, segments);
  return user === null ? null : { kind: 'home', user, rest: segments.slice(home.length) };
}

/** The `{user}` of a path that begins with the template (empty where the template has none); null for any other path. */
function userIn(template: readonly string[], segments: readonly string[]): string | null {
  if (segments.length < template.length) return null;
  if (!template.every((segment, i) => segment === USER || segment === segments[i])) return null;
  return segments[template.indexOf(USER)] ?? '';
}

/** The e-mail address behind a name; null when there is no telling. */
export function emailOf(user: string, { domain }: Alias): string | null {
  if (user.includes('@')) return user.toLowerCase();
  return domain === undefined ? null : `${user.toLowerCase()}@${domain}`;
}

/** A path of the layout, with a slash at both ends. */
export function aliasPath(template: readonly string[], user: string): string {
  return `/${template.map((segment) => encodeSegment(segment === USER ? user : segment)).join('/')}/`;
}
