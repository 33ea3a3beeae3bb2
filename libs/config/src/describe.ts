import type { Config, Source } from './config.js';
import { limitMembers, limitSettings } from './limits.table.js';
import { prefix, type Setting } from './setting.js';
import { settings } from './settings.table.js';

/** One setting in force, for people to read. */
export interface SettingLine {
  variable: string;
  /** Secrets are masked. */
  value: string;
  source: Source;
}

/** Every setting with its value and where it came from. */
export function describeConfig(config: Config): SettingLine[] {
  const members = Object.keys(settings) as (keyof typeof settings)[];
  const line = (row: Setting, value: Value): SettingLine => {
    const variable = prefix + row.name;
    return { variable, value: textOf(row, value), source: config.sources[variable] ?? 'default' };
  };
  return [
    ...members.map((member) => line(settings[member] as Setting, config[member])),
    ...limitMembers.map((member) => line(limitSettings[member], config.limits[member])),
  ];
}

type Part = string | number | { principal: string; home: string } | { issuer: string };
type Value = string | number | readonly Part[] | null;

function textOf(row: Setting, value: Value): string {
  if (value === null) return 'off';
  const text = typeof value === 'object' ? value.map(partText).join(',') : String(value);
  return row.mask ? row.mask(text) : text;
}

function partText(part: Part): string {
  if (typeof part !== 'object') return String(part);
  return 'issuer' in part ? part.issuer : `${part.principal}=${part.home}`;
}
