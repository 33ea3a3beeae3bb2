const atom = '/calendar/feeds/default/private/full';
const version = { 'gdata-version': '2' };
const xml = { ...version, 'content-type': 'application/atom+xml' };
const names = "xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'";
const content = (n) =>
  `<title>Added ${n}</title><gd:when startTime='2026-03-02T10:00:00Z' endTime='2026-03-02T11:00:00Z'/>`;
const hundred = Array.from({ length: 100 }, (_, i) => i);

/** Feeds of three sizes, as far as there are so many events (BENCH_EVENTS), and what is written. */
export function gdataPhases() {
  const feeds = [25, 250, 2500].flatMap((size) => [
    { name: `${size} v2 Atom`, bare: `first/${size}`, path: `${atom}?max-results=${size}`, headers: version },
    {
      name: `${size} v2 JSON-C`,
      bare: `first/${size}`,
      path: `${atom}?alt=jsonc&max-results=${size}`,
      headers: version,
    },
  ]);
  return [
    ...feeds,
    {
      name: 'POST v2 Atom',
      path: atom,
      method: 'POST',
      headers: xml,
      make: (n) => `<entry ${names}>${content(n)}</entry>`,
    },
    {
      name: 'batch 100 v2',
      path: `${atom}/batch`,
      method: 'POST',
      headers: xml,
      make: (n) => `<feed ${names}>${hundred.map((i) => `<entry>${content(`${n}-${i}`)}</entry>`).join('')}</feed>`,
    },
  ];
}
