import windowsIana from 'windows-iana';

const byName = new Map(
  windowsIana.WINDOWS_TO_IANA_MAP.filter((row) => row.territory === '001').map((row) => [
    row.windowsName.toLowerCase(),
    row.iana[0],
  ]),
);

const ianaNames = new Set<string>([
  ...Intl.supportedValuesOf('timeZone'),
  ...windowsIana.IANA_ALIAS_MAP.flatMap((row) => row.alias),
]);

/** The IANA zone of a Windows zone name by CLDR's table, in any letter case; null when it is none. */
export function fromWindows(name: string): string | null {
  return byName.get(name.toLowerCase()) ?? null;
}

/** An IANA name or link name in its exact letter case (ICU itself would take any). */
export function isListedName(name: string): boolean {
  return ianaNames.has(name);
}
