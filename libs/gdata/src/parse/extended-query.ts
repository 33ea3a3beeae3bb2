import { invalidInput } from '@dayferry/core';

const mostPairs = 50;
const pair = /\[([^:=\]]{1,47})[:=](?:"((?:[^"\\]|\\.)*)"|([^\]"]*))\]/y;

/**
 * `extq=[name:value][other:"a value with ] in it"]` of the Java library: events whose extended properties all have these
 * values. InvalidInput for anything else.
 */
export function parseProperties(text: string): Map<string, string> | undefined {
  if (text === '') return undefined;
  const properties = new Map<string, string>();
  pair.lastIndex = 0;
  while (pair.lastIndex < text.length) {
    const match = text.length > 16_384 || properties.size >= mostPairs ? null : pair.exec(text);
    if (!match) throw invalidInput('extq', 'extq must be [name:value] pairs.', { code: 'invalidParameterValue' });
    properties.set(match[1]!, match[2]?.replaceAll(/\\(.)/g, '$1') ?? match[3]!);
  }
  return properties;
}
