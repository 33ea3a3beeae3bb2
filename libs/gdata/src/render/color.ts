import type { CalendarListEntry } from '@dayferry/core';
import { palette, v3Palette } from './colors.table.js';

/** Shown for a calendar without a colour, as the old service gave it to a primary calendar. */
const usual = '#2952A3';

/** The palette's nearest colour; the record keeps its own. */
export function colorOf(entry: Pick<CalendarListEntry, 'color' | 'colorId'> | null): string {
  const color = channels(entry?.color) ?? channels(v3Palette[entry?.colorId ?? '']);
  if (!color) return usual;
  return palette.reduce((best, candidate) => (distance(color, candidate) < distance(color, best) ? candidate : best));
}

/** Red, green and blue of `#rrggbb` or `#rrggbbaa`. */
function channels(text: string | undefined): number[] | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?$/i.exec(text ?? '');
  return match?.slice(1, 4).map((part) => Number.parseInt(part, 16));
}

function distance(color: number[], other: string): number {
  return channels(other)!.reduce((sum, value, i) => sum + (value - color[i]!) ** 2, 0);
}
