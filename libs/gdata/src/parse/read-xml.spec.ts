import { DayferryError, defaultLimits } from '@dayferry/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEventEntry } from './event-entry.js';
import { decodeBody, readXml } from './read-xml.js';

const read = (text: string) => readXml(text, defaultLimits);
const laughs = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

describe('readXml', () => {
  it('gives names in Clark notation whatever the prefixes', () => {
    const plain = read("<entry xmlns='http://www.w3.org/2005/Atom'><title>x</title></entry>");
    const prefixed = read(
      "<?xml version='1.0'?><n0:entry xmlns:n0='http://www.w3.org/2005/Atom'><n1:title xmlns:n1='http://www.w3.org/2005/Atom'>x</n1:title></n0:entry>",
    );
    expect(prefixed).toEqual(plain);
    expect(plain.name).toBe('{http://www.w3.org/2005/Atom}entry');
  });

  it.each([
    ['an empty DOCTYPE', '<!DOCTYPE a><a/>'],
    ['billion laughs', `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a>&l10;</a>`],
    ['an external entity', '<!-- c --><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['100 000 nested elements', '<a>'.repeat(100_000)],
    ['too many elements', `<a>${'<b/>'.repeat(50_001)}</a>`],
    ['too many attributes', `<a ${Array.from({ length: 70 }, (_, i) => `b${i}="x"`).join(' ')}/>`],
    ['two roots', '<a/><b/>'],
    ['an unbound prefix', '<x:a/>'],
    ['a lie about the encoding', "<?xml version='1.0' encoding='UTF-7'?><a/>"],
    ['control characters', '<a>\u0001</a>'],
    ['an unclosed element', '<a><b></a>'],
    ['the same attribute twice', '<a b="1" b="2"/>'],
    ['nothing', ''],
    ['text', 'hello'],
  ])('refuses %s', (_name, text) => {
    expect(() => read(text)).toThrow(DayferryError);
  });

  it('takes a DOCTYPE in a CDATA section for text, and inert processing instructions for nothing', () => {
    const root = read("<?xml-stylesheet href='x'?><a><![CDATA[<!DOCTYPE b>]]></a>");
    expect(root.children).toEqual(['<!DOCTYPE b>']);
  });

  it('throws nothing but typed errors', () => {
    const part = fc.constantFrom(
      '<',
      '>',
      '/',
      'a',
      "'",
      '"',
      '&',
      '&#0;',
      '&#xD800;',
      '<!',
      '<?',
      ']]>',
      '<![CDATA[',
      ' xmlns=',
      '<!--',
      'x:',
      '\u0000',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        try {
          readEventEntry(read(parts.join('')));
        } catch (error) {
          expect(error).toBeInstanceOf(DayferryError);
        }
      }),
    );
  });
});

describe('decodeBody', () => {
  it('takes UTF-8 with a byte-order mark and UTF-16', () => {
    expect(decodeBody(Buffer.from('\ufeff<a/>'), defaultLimits)).toBe('<a/>');
    expect(decodeBody(Buffer.from('\ufeff<ä/>', 'utf16le'), defaultLimits)).toBe('<ä/>');
  });

  it('refuses invalid bytes and bodies over the limit', () => {
    expect(() => decodeBody(Buffer.from([0xc0, 0xaf]), defaultLimits)).toThrow(/UTF-8/);
    expect(() => decodeBody(Buffer.alloc(20), { bodyBytes: 10 })).toThrow(/larger/);
  });
});
