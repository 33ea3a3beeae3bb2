import type { Method, Verb } from './call.js';

export type Route =
  | { found: true; method: Method; path: Record<string, string> }
  /** Verbs that the path does know; empty for an unknown path. */
  | { found: false; allowed: Verb[] };

interface Template {
  method: Method;
  /** A text that must be there, or the name of the parameter that stands there. */
  parts: { text: string; isParameter: boolean }[];
}

const templates = new WeakMap<readonly Method[], Template[]>();

function templatesOf(methods: readonly Method[]): Template[] {
  const known = templates.get(methods);
  if (known) return known;
  const made = methods.map((method) => ({ method, parts: method.path.split('/').map(partOf) }));
  templates.set(methods, made);
  return made;
}

function partOf(part: string): Template['parts'][number] {
  return part.startsWith('{') ? { text: part.slice(1, -1), isParameter: true } : { text: part, isParameter: false };
}

/** Finds the method for a verb and decoded path segments; literal segments win over parameters. */
export function routeTo(methods: readonly Method[], verb: string, segments: readonly string[]): Route {
  const matches = templatesOf(methods).filter(({ parts }) => matchesAt(parts, segments));
  const hits = matches.filter(({ method }) => method.verb === verb).map((template) => hitOf(template, segments));
  const hit = hits.sort((a, b) => count(a.path) - count(b.path))[0];
  if (hit) return { found: true, ...hit };
  return { found: false, allowed: [...new Set(matches.map(({ method }) => method.verb))] };
}

function matchesAt(parts: Template['parts'], segments: readonly string[]): boolean {
  if (parts.length !== segments.length) return false;
  return parts.every(({ text, isParameter }, i) => (isParameter ? segments[i] !== '' : segments[i] === text));
}

function hitOf(
  { method, parts }: Template,
  segments: readonly string[],
): { method: Method; path: Record<string, string> } {
  const path: Record<string, string> = {};
  for (const [i, { text, isParameter }] of parts.entries()) if (isParameter) path[text] = segments[i]!;
  return { method, path };
}

function count(path: Record<string, string>): number {
  return Object.keys(path).length;
}
