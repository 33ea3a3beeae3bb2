import { describe, expect, it } from 'vitest';
import { languageOf } from './language.js';

describe('the language of generated texts', () => {
  it.each([
    ['hl', 'de', undefined, 'de'],
    ['a tag with a country', 'fr-CA', undefined, 'fr'],
    ['a locale as the settings print it', 'en_GB', 'de', 'en'],
    ['upper case', 'DE-AT', undefined, 'de'],
    ['a language that is not spoken, then what the browser says', 'tlh', 'it', 'it'],
    ['the browser’s order', undefined, 'tlh, nl;q=0.3, es;q=0.8', 'es'],
    ['what the browser refuses', undefined, 'de;q=0, fr;q=0.1', 'fr'],
    ['neither', undefined, undefined, 'en'],
    ['nonsense', '__proto__', ';;q=x,,'.repeat(3000), 'en'],
  ] as const)('%s', (_name, hl, accepted, language) => {
    expect(languageOf(hl, accepted)).toBe(language);
  });
});
