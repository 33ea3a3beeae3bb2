import { expand, vtimezoneFor } from '@dayferry/core';
import ICAL from 'ical.js';
import rrule from 'rrule';

/** Occurrences a second of CPU: the engine with everything an answer needs, ical.js and rrule with start instants alone. */
const kinds = {
  daily: 'FREQ=DAILY',
  'weekly by day': 'FREQ=WEEKLY;BYDAY=MO,WE,FR',
  'monthly by setpos': 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  yearly: 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
};
const start = '2005-01-03T10:00:00';
const from = Date.UTC(2005, 0, 1);
const limits = { expansionSteps: Infinity, instancesPerAnswer: Infinity };
const berlin = 'Europe/Berlin';
const millis = Number(process.env.BENCH_ENGINE_MS ?? 300);

ICAL.TimezoneService.register(berlin, new ICAL.Timezone(new ICAL.Component(vtimezoneFor(berlin, 2000, 2080))));

function ours(rule, to, zone) {
  const recurrence = { rules: [rule], exrules: [], rdates: [], exdates: [] };
  const series = {
    kind: 'event',
    master: { start: { local: start, zone }, duration: 'PT1H' },
    overrides: [],
    recurrence,
  };
  return () => expand(series, { from, to, zone, limits }).occurrences.length;
}

function icalJs(rule, to, zone) {
  const icalZone = zone === berlin ? ICAL.TimezoneService.get(berlin) : ICAL.Timezone.utcTimezone;
  return () => {
    const first = ICAL.Time.fromString(start);
    first.zone = icalZone;
    const iterator = ICAL.Recur.fromString(rule).iterator(first);
    let count = 0;
    for (let next = iterator.next(); next && next.toUnixTime() * 1000 < to; next = iterator.next()) count += 1;
    return count;
  };
}

function rruleJs(rule, to) {
  return () => {
    const options = { ...rrule.RRule.parseString(rule), dtstart: new Date(`${start}Z`) };
    return new rrule.RRule(options, true).between(new Date(from), new Date(to)).length;
  };
}

/** Milliseconds of CPU since `before`: on a busy machine the clock says little. */
function spent(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Thousands of occurrences for each second of CPU, when the code is warm. */
function rate(run) {
  for (const warm = process.cpuUsage(); spent(warm) < millis / 2;) run();
  const before = process.cpuUsage();
  let count = 0;
  do count += run();
  while (spent(before) < millis);
  return count / spent(before);
}

const shown = (value) => `${Math.round(value)}k/s`.padStart(8);

console.log('Recurrence: occurrences for each second of CPU');
for (const zone of ['Etc/UTC', berlin]) {
  for (const [name, rule] of Object.entries(kinds)) {
    for (const years of [1, 10, 50]) {
      const to = Date.UTC(2005 + years, 0, 1);
      const [own, ical] = [rate(ours(rule, to, zone)), rate(icalJs(rule, to, zone))];
      const other = zone === berlin ? '' : `  rrule ${shown(rate(rruleJs(rule, to)))}`;
      const title = `${zone} ${name}, ${years} y`.padEnd(38);
      console.log(`${title} ${shown(own)}  ical.js ${shown(ical)} (${(own / ical).toFixed(1)}×)${other}`);
    }
  }
}
