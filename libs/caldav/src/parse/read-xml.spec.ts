import { DayferryError, defaultLimits } from '@dayferry/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml } from './read-xml.js';

const read = (text: string, limits = defaultLimits) => readXml(Buffer.from(text), limits);

describe('what is read', () => {
  it('names are in Clark notation, whatever the prefix', () => {
    const one = read('<D:prop xmlns:D="DAV:"><D:getetag/><x xmlns="urn:x"/><plain/></D:prop>');
    const two = read('<prop xmlns="DAV:"><a:getetag xmlns:a="DAV:"/><x xmlns="urn:x"/><plain xmlns=""/></prop>');
    expect(one.children.map(({ name }) => name)).toEqual(['{DAV:}getetag', '{urn:x}x', '{}plain']);
    expect(two.children.map(({ name }) => name)).toEqual(['{DAV:}getetag', '{urn:x}x', '{}plain']);
  });

  it('attributes without a prefix are in no namespace', () => {
    const { attributes } = read('<a xmlns="urn:a" xmlns:b="urn:b" c="1" b:c="2" xml:lang="de"/>');
    expect([...attributes]).toEqual([
      ['c', '1'],
      ['{urn:b}c', '2'],
      ['{http://www.w3.org/XML/1998/namespace}lang', 'de'],
    ]);
  });

  it.each([
    ['references', '<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;</a>', '<&>"\'A😀'],
    ['CDATA, where nothing is special', '<a>1<![CDATA[<b>&amp;]]>2</a>', '1<b>&amp;2'],
    ['comments and instructions, which are nothing', '<a>1<!-- <b> --><?p <c> ?>2</a>', '12'],
    ['line ends', '<a>1\r\n2\r3\n4</a>', '1\n2\n3\n4'],
    ['references to line ends', '<a>1&#13;&#10;2</a>', '1\r\n2'],
    ['white space around the root', ' \n<!-- x --><a>1</a>\n<!-- y --> ', '1'],
    ['a declaration', '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a>1</a>', '1'],
  ])('%s', (_, text, expected) => expect(read(text).text).toBe(expected));

  it('white space in attributes becomes spaces', () =>
    expect(read('<a b="1\t2\n3"/>').attributes.get('b')).toBe('1 2 3'));
});

describe('what is not well-formed is refused', () => {
  it.each([
    '',
    ' ',
    'x',
    '<a>',
    '</a>',
    '<a></b>',
    '<a><b></a></b>',
    '<a/><b/>',
    '<a/>x',
    'x<a/>',
    '<1a/>',
    '<a b/>',
    '<a b=1/>',
    '<a b="<"/>',
    '<a b="1"c="2"/>',
    '<a b="1" b="2"/>',
    '<a xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"/>',
    '<x:a/>',
    '<a x:b=""/>',
    '<a:b:c xmlns:a="u"/>',
    '<:a/>',
    '<a xmlns:x=""/>',
    '<a xmlns:xmlns="u"/>',
    '<a xmlns:xml="u"/>',
    '<a xmlns:x="http://www.w3.org/2000/xmlns/"/>',
    '<a>&</a>',
    '<a>&x;</a>',
    '<a>&lt</a>',
    '<a b="&x;"/>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&#x110000;</a>',
    '<a>&#xFFFE;</a>',
    '<a>&#xZZ;</a>',
    '<a>\u0001</a>',
    '<a>]]></a>',
    '<a><!-- -- --></a>',
    '<a><!-- ---></a>',
    '<a><!-- </a>',
    '<a><![CDATA[ </a>',
    '<![CDATA[x]]><a/>',
    '<a><?xml version="1.0"?></a>',
    ' <?xml version="1.0"?><a/>',
    '<?xml?><a/>',
    '<?xml encoding="utf-8"?><a/>',
    '<a><?1?></a>',
    '<a><? x?></a>',
    '<a><!b></a>',
    '<a></a b="1">',
    '<a',
    '<a b="',
    '<a /',
    '<a><',
    '<a>&#',
  ])('%s', (text) => expect(() => read(text)).toThrow(expect.objectContaining({ kind: 'invalid-input' })));

  it('a document type, before anything that follows it', () =>
    expect(() => read(`<!DOCTYPE a [<!ENTITY b "c">]>${'<'.repeat(1_000_000)}`)).toThrow('document type'));
});

describe('limits', () => {
  const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  it('on depth', () => {
    expect(() => read(nested(64))).not.toThrow();
    expect(() => read(nested(65))).toThrow('nested too deeply');
    expect(() => read(nested(100_000))).toThrow('nested too deeply');
  });
  it('on elements', () => {
    const wide = (count: number): string => `<a>${'<b/>'.repeat(count - 1)}</a>`;
    expect(() => read(wide(50_000))).not.toThrow();
    expect(() => read(wide(50_001))).toThrow('too many elements');
  });
  it('on attributes', () => {
    const many = (count: number): string => `<a ${Array.from({ length: count }, (_, i) => `b${i}=""`).join(' ')}/>`;
    expect(() => read(many(64))).not.toThrow();
    expect(() => read(many(65))).toThrow('too many attributes');
  });
});

describe('time', () => {
  it.each([
    [
      '50 000 declarations under 64 levels of them',
      `${Array.from({ length: 60 }, (_, i) => `<a${Array.from({ length: 60 }, (_, j) => ` xmlns:p${i}-${j}="u"`).join('')}>`).join('')}${'<b xmlns=""/>'.repeat(40_000)}${'</a>'.repeat(60)}`,
    ],
    ['a tag of spaces', `<a${' '.repeat(1_000_000)}`],
    ['a text of ampersands', `<a>${'&amp;'.repeat(200_000)}</a>`],
    ['a name without end', `<${'a'.repeat(1_000_000)}`],
    ['a comment without end', `<a><!--${'-'.repeat(1_000_000)}`],
  ])('%s is read or refused before the test runs out of time', (_, text) => {
    try {
      read(text);
    } catch (error) {
      expect(error).toBeInstanceOf(DayferryError);
    }
  });
});

describe('any octets', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '/',
    '<a>',
    '</a>',
    '<a',
    ' b="',
    '"',
    '&',
    '&amp;',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    'xmlns:x="u"',
    'x:',
    ' ',
    'é',
    '\u0000',
    '<!DOCTYPE',
  );
  it('are read or refused by a typed error', () => {
    const attempt = (bytes: Uint8Array): void => {
      try {
        readXml(bytes, defaultLimits);
      } catch (error) {
        expect(error).toBeInstanceOf(DayferryError);
      }
    };
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => attempt(Buffer.from(parts.join('')))),
      { numRuns: 2_000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), attempt), { numRuns: 500 });
  });
});
