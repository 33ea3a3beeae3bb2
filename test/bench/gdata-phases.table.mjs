const atom = '/calendar/feeds/default/private/full';
const version = { 'gdata-version': '2' };
const xml = { ...version, 'content-type': 'application/atom+xml' };
const names = "xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'";
const content = (n) =>
  `<title>Added ${n}</title><gd:when startTime='2026-03-02T10:00:00Z' endTime='2026-03-02T11:00:00Z'/>`;
const hundred = Array.from({ length: 100 }, (_, i) => i);
const languages = [
  { name: 'Atom', alt: '' },
  { name: 'JSON-C', alt: '&alt=jsonc' },
];

let asked = 0;
let made = 0;

function feeds(size) {
  return languages.map(({ name, alt }) => ({
    name: `feed of ${size}, ${name}`,
    path: `${atom}?max-results=${size}${alt}`,
    headers: version,
    bare: `/first/${size}`,
  }));
}

/** Another page size for each request: no answer that was kept fits, and each is put together. */
function otherFeeds(size) {
  return languages.map(({ name, alt }) => ({
    name: `… another each time, ${name}`,
    path: () => `${atom}?max-results=${size - ((asked += 1) % (size / 25))}&context=${asked}${alt}`,
    headers: version,
    bare: `/first/${size}`,
  }));
}

/** Entries, feeds of three sizes and what is written. */
export function gdataPhases({ id }) {
  const entries = languages.map(({ name, alt }) => ({
    name: `entry, ${name}`,
    path: `${atom}/${id}?v=2${alt}`,
    bare: `/one/${id}`,
  }));
  return [
    ...entries,
    ...[25, 250, 2500].flatMap((size) => [...feeds(size), ...otherFeeds(size)]),
    {
      name: 'insert',
      path: atom,
      method: 'POST',
      headers: xml,
      body: () => `<entry ${names}>${content((made += 1))}</entry>`,
      bare: '/write',
    },
    {
      name: 'batch of 100 inserts',
      path: `${atom}/batch`,
      method: 'POST',
      headers: xml,
      body: () =>
        `<feed ${names}>${hundred.map((i) => `<entry>${content(`${(made += 1)}-${i}`)}</entry>`).join('')}</feed>`,
      bare: '/write',
      times: 100,
    },
  ];
}
