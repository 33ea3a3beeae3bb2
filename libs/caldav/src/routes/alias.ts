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

/** What a path may mean in a layout; `rest` is what follows the template. */
export interface AliasMatch {
  /** The root, what lies above principals or homes, or one of those. */
  kind: 'root' | 'principals' | 'homes' | 'principal' | 'home';
  /** As the client wrote it; empty for what lies above. */
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

/** All that a path may mean, most likely first. */
export function aliasMatches({ principal, home, root }: Alias, segments: readonly string[]): AliasMatch[] {
  const matches: AliasMatch[] = [];
  const isAbove = (names: readonly string[]): boolean =>
    segments.length <= names.length && segments.every((segment, i) => segment === names[i]);
  if (root.length > 0 && segments.length === root.length && isAbove(root))
    return [{ kind: 'root', user: '', rest: [] }];
  for (const [kind, template] of [
    ['principals', principal],
    ['homes', home],
  ] as const)
    if (segments.length > root.length && isAbove(template.slice(0, template.indexOf(USER))))
      matches.push({ kind, user: '', rest: [] });
  for (const [kind, template] of [
    ['principal', principal],
    ['home', home],
  ] as const) {
    const user = userIn(template, segments);
    if (user !== null) matches.push({ kind, user, rest: segments.slice(template.length) });
  }
  return matches;
}

/** The `{user}` of a path that begins with the template; null for any other path. */
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

/** The name of somebody in the layout: without the mail domain, where that is understood. */
export function userOf(email: string, { domain }: Alias): string {
  return domain !== undefined && email.endsWith(`@${domain}`) ? email.slice(0, -domain.length - 1) : email;
}

/** A path of the layout, with a slash at both ends. */
export function aliasPath(template: readonly string[], user: string): string {
  return `/${template.map((segment) => encodeSegment(segment === USER ? user : segment)).join('/')}/`;
}
