import { words, type Language } from '../render/words.table.js';

/**
 * The language of generated texts: `hl`, else the first of Accept-Language that is spoken here, else English. Never an
 * error: programs send what their system is set to, in any spelling (`de`, `de-AT`, `de_AT`).
 */
export function languageOf(hl: string | undefined, accepted: string | undefined): Language {
  const wanted = [hl ?? '', ...byPreference(accepted ?? '')].map((tag) => tag.split(/[-_]/)[0]!.trim().toLowerCase());
  return wanted.find(isSpoken) ?? 'en';
}

function isSpoken(tag: string): tag is Language {
  return Object.hasOwn(words, tag);
}

/** RFC 9110 §12.5.4; nobody speaks more than twenty. */
function byPreference(header: string): string[] {
  const weighted = header
    .split(',', 20)
    .map((part) => part.split(';'))
    .map(([tag = '', parameter = '']) => ({ tag, weight: Number(/^\s*q=([\d.]+)/.exec(parameter)?.[1] ?? 1) }));
  return weighted
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
