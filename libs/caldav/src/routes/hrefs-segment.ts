/** One spelling of a path segment: everything that RFC 3986 §3.3 allows in one stays readable, `@` and `:` above all. */
export function encodeSegment(segment: string): string {
  if (/^[\w.~@:+,=$-]*$/.test(segment)) return segment;
  const encoded = encodeURIComponent(segment);
  return encoded.includes('%') ? encoded.replace(/%(?:40|3A|2B|2C|3D|24)/g, decodeURIComponent) : encoded;
}
