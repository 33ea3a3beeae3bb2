import type { Description } from '@dayferry/core';

const markup = /<\/?(?:a|b|br|div|em|h[1-6]|i|li|ol|p|pre|s|span|strong|u|ul|html-blob)(?:\s[^<>]{0,2000})?\/?>/i;

/**
 * v3's description "can contain HTML" and does not say whether it does. Text with a tag of the few that calendar
 * programs write is HTML, so that protocols which tell the two apart show it as such (mapping §2).
 */
export function parseDescription(text: string): Description {
  return markup.test(text) ? { text, type: 'text/html' } : { text };
}
