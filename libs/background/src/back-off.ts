const first = 2_000;
const longest = 3_600_000;

/** Milliseconds until the next try after this many failures: doubling from 2 s to an hour, half of it at random. */
export function backOff(failures: number): number {
  const full = Math.min(longest, first * 2 ** Math.min(failures - 1, 20));
  return Math.round(full / 2 + (Math.random() * full) / 2);
}
