/** `lat,lon` that GEO can say (RFC 5545 §3.8.1.6). */
export function isPosition(coordinates: string | undefined): coordinates is string {
  return /^-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?$/.test(coordinates ?? '');
}
