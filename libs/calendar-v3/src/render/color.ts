import type { Color } from '@dayferry/core';
import { cssColors, eventColors } from './palette.table.js';

/** The palette key of an event's colour: its own, or the nearest to what another protocol wrote as CSS. */
export function renderColor(color: Color | undefined): string | undefined {
  if (color?.id !== undefined && Object.hasOwn(eventColors, color.id)) return color.id;
  return color?.css === undefined ? undefined : nearest(color.css, eventColors);
}

/** The palette key whose colour is nearest; undefined for a text that is no colour. */
export function nearest(css: string, palette: Record<string, string>): string | undefined {
  const wanted = channels(css);
  if (!wanted) return undefined;
  let best: [string | undefined, number] = [undefined, Infinity];
  for (const [id, value] of Object.entries(palette)) {
    const distance = distanceOf(wanted, channels(value)!);
    if (distance < best[1]) best = [id, distance];
  }
  return best[0];
}

function distanceOf(a: number[], b: number[]): number {
  return a.reduce((sum, channel, i) => sum + (channel - b[i]!) ** 2, 0);
}

/** Red, green, blue of `#rgb`, `#rrggbb`, `#rrggbbaa` or a CSS colour name. */
function channels(css: string): number[] | null {
  const name = css.trim().toLowerCase();
  const hex = Object.hasOwn(cssColors, name) ? cssColors[name]! : name;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(hex);
  if (short) return short.slice(1).map((digit) => Number.parseInt(digit + digit, 16));
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?$/.exec(hex);
  return long ? long.slice(1).map((digits) => Number.parseInt(digits, 16)) : null;
}
