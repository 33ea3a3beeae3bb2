/**
 * Integers that stand for ids, for programs that take nothing else: the id's digits in base 32, with a 1 in front that
 * keeps leading zeros. Nothing is stored for it. An id that is too long for that stays as it is.
 */
export function numberOf(id: string): string {
  if (!/^[0-9a-v]{1,64}$/.test(id)) return id;
  return [...id].reduce((number, digit) => number * 32n + BigInt(Number.parseInt(digit, 32)), 1n).toString();
}

/** The id that a number stands for; null for what is no such number. */
export function idOfNumber(text: string): string | null {
  if (!/^[1-9]\d{1,97}$/.test(text)) return null;
  const digits = BigInt(text).toString(32);
  return digits.startsWith('1') && digits.length > 1 ? digits.slice(1) : null;
}
