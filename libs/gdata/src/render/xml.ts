export type Attributes = Record<string, string | number | boolean | undefined>;

const inText: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const inAttribute: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

export function escapeText(value: string): string {
  return value.replaceAll(/[&<>\r]/g, (char) => inText[char]!);
}

/** Line ends and tabs as references: a parser would read the bare characters as spaces (XML 1.0 §3.3.3). */
export function escapeAttribute(value: string): string {
  return value.replaceAll(/[&<>"'\t\n\r]/g, (char) => inAttribute[char]!);
}

/** One element with ready-made content; attributes in the order given, single-quoted as the old service wrote them. */
export function element(name: string, attributes: Attributes = {}, content = ''): string {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) open += ` ${key}='${escapeAttribute(String(value))}'`;
  }
  return content === '' ? `${open}/>` : `${open}>${content}</${name}>`;
}

export function textElement(name: string, value: string, attributes: Attributes = {}): string {
  return element(name, attributes, escapeText(value));
}

/** `<name value='…'/>`, the form of most gd and gCal elements; nothing when there is no value. */
export function valueElement(name: string, value: string | number | boolean | undefined): string {
  return value === undefined ? '' : element(name, { value });
}

export const declaration = "<?xml version='1.0' encoding='UTF-8'?>";
