import type { Method, Verb } from './call.js';

export type Route =
  | { found: true; method: Method; path: Record<string, string> }
  /** Verbs that the path does know; empty for an unknown path. */
  | { found: false; allowed: Verb[] };

/** Finds the method for a verb and decoded path segments; literal segments win over parameters. */
export function routeTo(methods: readonly Method[], verb: string, segments: readonly string[]): Route {
  const matches = methods.flatMap((method) => {
    const path = match(method.path, segments);
    return path ? [{ method, path }] : [];
  });
  const hit = matches.filter((item) => item.method.verb === verb).sort((a, b) => count(a.path) - count(b.path))[0];
  if (hit) return { found: true, ...hit };
  return { found: false, allowed: [...new Set(matches.map((item) => item.method.verb))] };
}

function match(template: string, segments: readonly string[]): Record<string, string> | null {
  const parts = template.split('/');
  if (parts.length !== segments.length) return null;
  const path: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const segment = segments[i]!;
    if (part.startsWith('{') && segment !== '') path[part.slice(1, -1)] = segment;
    else if (part !== segment) return null;
  }
  return path;
}

function count(path: Record<string, string>): number {
  return Object.keys(path).length;
}
