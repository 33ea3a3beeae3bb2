import { describe, expect, it } from 'vitest';
import { escapeXml, tagsOf } from './xml-text.js';

describe('escapeXml', () => {
  it.each([
    ['plain', 'plain'],
    ['a & <b> "c"', 'a &amp; &lt;b&gt; &quot;c&quot;'],
    ['a\u0000b\u000bc\uffffd', 'abcd'],
    ['tab\tand\r\nlines', 'tab\tand\r\nlines'],
    [']]>', ']]&gt;'],
  ])('%j', (text, expected) => expect(escapeXml(text)).toBe(expected));
});

describe('tagsOf', () => {
  it('uses our prefixes, and declares others where they stand', () => {
    expect(tagsOf('{DAV:}prop').empty).toBe('<D:prop/>');
    expect(tagsOf('{urn:"x"}y')).toEqual({
      open: '<x:y xmlns:x="urn:&quot;x&quot;">',
      close: '</x:y>',
      empty: '<x:y xmlns:x="urn:&quot;x&quot;"/>',
    });
    expect(tagsOf('{}y').empty).toBe('<y/>');
  });
});
