import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCore, createPrincipal, defaultLimits, randomIds } from '@dayferry/core';
import { iCalendarRenderer, parseObject } from '@dayferry/icalendar';
import { openStore } from '@dayferry/storage';
import { eventText, week } from './data.mjs';

/** CPU of one question about a whole calendar, engine and storage together, on SQLite; one series of five recurs. */
const day = 86_400_000;
const year = { from: week.from - 60 * day, to: week.from + 305 * day };
const month = { from: week.from, to: week.from + 31 * day };
const rounds = Number(process.env.BENCH_ROUNDS ?? 25);
const sizes = (process.env.BENCH_CALENDARS ?? '1000,10000').split(',').map(Number);

const folder = await mkdtemp(join(tmpdir(), 'dayferry-bench-'));
try {
  const [few, ...more] = sizes;
  const base = await measure(few);
  for (const count of more) {
    const costs = await measure(count);
    const ratios = Object.keys(base).map((name) => `${(costs[name] / base[name]).toFixed(2)}× (${name})`);
    console.log(`a row of the week costs, with ${count} series instead of ${few}: ${ratios.join(', ')}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(count) {
  const store = await openStore(`sqlite:${join(folder, `${count}.db`)}`);
  const deps = {
    store,
    renderer: iCalendarRenderer,
    clock: () => week.from,
    ids: randomIds(Date.now),
    limits: defaultLimits,
    calendarHost: 'group.example.org',
  };
  const user = await store.write((tx) => createPrincipal(deps, tx, { email: 'alice@example.org', name: 'Alice' }));
  let core;
  let open;
  const reopen = async () => {
    open = await core.calendars.open(await core.directory.viewer(user, ['calendar']), 'alice@example.org');
  };
  const restart = async () => {
    core = createCore(deps);
    await reopen();
  };
  const change = async (current) => ({ ...current, master: { ...current.master, title: `Title ${Math.random()}` } });
  const write = async () => {
    const one = await core.events.find(open, { uid: 'bench-7' });
    const next = await change(one.series);
    await core.events.write(open, { key: one.head.key }, () => next, { origin: 'v3' });
    await reopen();
  };
  await restart();
  await fill(core, open, count);
  await reopen();
  console.log(`A calendar of ${count} series: CPU of a question`);
  const instances = (window) => async () => (await core.events.instances(open, window)).items.length;
  const read = async () => {
    const { items } = await core.events.instances(open, week);
    return items.filter(({ data }) => data.title !== undefined).length;
  };
  const busy = async () => (await core.freeBusy.of(open, month)).intervals.length;
  const perRow = {
    'nothing in memory': await cost('week, nothing in memory', instances(week), restart),
    'after a write': await cost('week, after a write', instances(week), write),
    again: await cost('week, again', instances(week)),
  };
  await cost('week, every content read', read);
  await cost('year', instances(year), undefined, 3);
  await cost('free/busy of a month, nothing in memory', busy, restart);
  await cost('free/busy of a month, after a write', busy, write);
  await cost('free/busy of a month, again', busy);
  await store.close();
  return perRow;
}

async function fill(core, open, count) {
  const item = (i) => {
    const ical = eventText(i);
    const change = () => parseObject(ical, { limits: defaultLimits });
    return { ref: null, change, options: { origin: 'ical', ical, resourceName: `bench-${i}.ics` } };
  };
  for (let i = 0; i < count; i += 100)
    await core.events.writeMany(
      open,
      Array.from({ length: 100 }, (_, j) => item(i + j)),
    );
}

/** The median; milliseconds for each row of the answer. */
async function cost(name, ask, before = async () => undefined, times = rounds) {
  const figures = [];
  let rows = 0;
  for (let i = -2; i < times; i += 1) {
    await before();
    const begun = process.cpuUsage();
    rows = await ask();
    const { user, system } = process.cpuUsage(begun);
    if (i >= 0) figures.push((user + system) / 1000);
  }
  figures.sort((a, b) => a - b);
  const [median, least] = [figures[figures.length >> 1], figures[0]];
  const shown = (value) => value.toFixed(2).padStart(8);
  console.log(`${name.padEnd(42)} ${shown(median)} ms (least ${shown(least)})  ${String(rows).padStart(6)} rows`);
  return median / rows;
}
