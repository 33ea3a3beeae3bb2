import type { LightMyRequestResponse as Response } from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { apart, both, type Cell, isOpen, readTable, refused, rowOf, textOf } from './cells.js';
import { AccessScene, type Names } from './scene.js';
import { type Heading, scopeOf } from './scopes.table.js';
import { type AccessTable, roles, type Verb, type Who } from './verb.js';

const kinds = ['default', 'private', 'public'] as const;
const letters = { default: 'd', private: 'p', public: 'u' } as const;
const signedIn = roles.filter((who) => who !== 'nobody' && who !== 'visitor');

/** The tests that a table stands for; one server answers them all, and what else a file asks. */
export async function testAccess({ verbs, byRole, byScope }: AccessTable): Promise<AccessScene> {
  const scene = await AccessScene.start();
  afterAll(() => scene.close());
  const [roleCells, scopeCells] = [readTable(byRole), readTable(byScope)];
  const names = Object.keys(verbs);
  const headings = [...scopeCells.columns];

  it('has the same verbs in both tables', () => {
    expect(roleCells.rows.map(([name]) => name)).toEqual(names);
    expect(scopeCells.rows.map(([name]) => name)).toEqual(names);
    expect(roleCells.columns).toEqual(roles);
  });

  describe.each(names)('%s', (name) => {
    const verb = verbs[name]!;

    it('by role', async () => {
      const cells: string[] = [];
      for (const who of roles) cells.push(textOf(await cellOf(scene, verb, { who })));
      expect(rowOf(name, cells)).toBe(rowOf(name, roleCells.of(name)));
    });

    it('by scope', async () => {
      const cells: string[] = [];
      for (const heading of headings) {
        const scopes = scopesOf(heading, headings);
        const answers = [];
        for (const scope of scopes) answers.push(textOf(await cellOf(scene, verb, { who: 'alice', scope })));
        cells.push([...new Set(answers)].join('|'));
      }
      expect(rowOf(name, cells)).toBe(rowOf(name, scopeCells.of(name)));
    });

    it('by both: what a scope lets somebody do is what their role lets them do, at most', async () => {
      for (const [column, heading] of apart(scopeCells))
        for (const who of signedIn) {
          const [role, scope] = [roleCells.of(name)[roles.indexOf(who)]!, scopeCells.of(name)[column]!];
          const expected = both(role, scope, reaches(heading, who, verb));
          const cell = await cellOf(scene, verb, {
            who,
            scope: scopesOf(heading, headings)[0]!,
            isOnce: expected === refused,
          });
          expect(
            isOpen(cell.status) ? textOf({ ...cell, status: 'open' }) : `refused${cell.shown}`,
            `${heading} ${who} ${cell.status}`,
          ).toBe(expected);
        }
    });

    if (isAboutSomething(verb))
      it('says the same of what is hidden and of what is not there [idor-event]', async () => {
        for (const who of ['nobody', 'stranger'] as const) {
          const names = scene.names(who, 'default');
          const [hidden, ...others] = await Promise.all(
            [names, { ...names, ...noEvent }, { ...names, ...noCalendar }, { ...names, ...noCalendar, ...noEvent }].map(
              async (some) => neutral(await scene.send(verb, who, some), some),
            ),
          );
          for (const other of others) expect(other, who).toEqual(hidden);
        }
      });

    if (isAboutOne(verb))
      it('says the same of a secret event and of what is not there [idor-event]', async () => {
        for (const who of ['freeBusy', 'reader', 'writer'] as const) {
          const secret = scene.names(who, 'secret');
          const none = { ...secret, ...noEvent };
          const [hidden, missing] = [await scene.send(verb, who, secret), await scene.send(verb, who, none)];
          // What is put under a free name is new; a name that is taken cannot be said to be free.
          if (missing.statusCode < 300 && verb.method === 'PUT') expect([403, 409]).toContain(hidden.statusCode);
          else expect(neutral(hidden, secret), who).toEqual(neutral(missing, none));
        }
      });
  });
  return scene;
}

const noEvent: Names = {
  id: 'gone0',
  name: 'gone0.ics',
  uid: 'gone0@example.org',
  channel: 'gone1',
  resource: 'gone2',
};
const noCalendar: Names = {
  cal: `c_${'0'.repeat(26)}@group.localhost`,
  primary: 'gone@example.org',
  group: 'gones@example.org',
};

const isAboutOne = ({ url, body }: Verb): boolean => /\{(id|name|uid)\}/.test(`${url}${body}`);
const isAboutSomething = ({ url, body }: Verb): boolean =>
  /\{(cal|id|name|uid|primary|channel)\}/.test(`${url}${body}`) && !url.includes('{cookie}');

/** An answer without what the request said itself, and without what is another in every answer. */
function neutral({ statusCode, headers, body }: Response, names: Names): unknown {
  const { date: _date, 'content-length': _length, ...rest } = headers;
  const written = Object.entries(names).flatMap(([name, value]) =>
    [value, encodeURIComponent(value), value.replaceAll('@', '%40')].map((text) => [name, text] as const),
  );
  const longestFirst = written.sort(([, a], [, b]) => b.length - a.length);
  const plain = (text: string): string =>
    longestFirst
      .reduce((now, [name, value]) => now.replaceAll(value, `<${name}>`), text)
      .replaceAll(/new\d+abc/g, '<new>')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|batch_[0-9a-f]{32}/g, '<request>');
  return { statusCode, headers: plain(JSON.stringify(rest)), body: plain(body) };
}

/** Narrow scopes open the calendars of their owners alone, or those that everybody may read. */
function reaches(heading: string, who: Who, { url, body }: Verb): boolean {
  if (!/\{(cal|id)\}/.test(`${url}${body}`)) return true;
  if (heading.startsWith('own')) return who === 'owner' || who === 'admin';
  return heading !== 'pub';
}

function scopesOf(heading: string, headings: readonly string[]): string[] {
  if (heading !== 'other') return [scopeOf[heading as Heading]];
  const others = Object.keys(scopeOf).filter((one) => !headings.includes(one)) as Heading[];
  return others.map((one) => scopeOf[one]);
}

interface Asker {
  who: Who | 'alice';
  scope?: string;
  /** About one kind of event will do. */
  isOnce?: boolean;
}

/** Asked once for each kind of event, or once where the request names none. */
async function cellOf(scene: AccessScene, verb: Verb, { who, scope, isOnce = false }: Asker): Promise<Cell> {
  const statuses: string[] = [];
  let shown = '';
  for (const kind of isAboutOne(verb) && !isOnce ? kinds : (['default'] as const)) {
    const answer = await scene.ask(verb, who, kind, scope);
    statuses.push(statusOf(verb, answer));
    for (const one of isAboutOne(verb) ? [kind] : kinds)
      shown += shownOf(answer.body, scene.names(who, one), letters[one]);
  }
  return { status: [...new Set(statuses)].length === 1 ? statuses[0]! : statuses.join('/'), shown };
}

function statusOf({ inner }: Verb, { statusCode, body }: Response): string {
  const inside = statusCode < 300 ? inner?.exec(body)?.[1] : undefined;
  return inside === undefined ? `${statusCode}` : `${statusCode}>${inside}`;
}

function shownOf(body: string, { title, start }: Names, letter: string): string {
  if (body.includes(title!)) return letter.toUpperCase();
  const [day, hour] = [start!.slice(0, 10), start!.slice(11, 13)];
  return new RegExp(`${day.replaceAll('-', '-?')}T${hour}`).test(body) ? letter : '';
}
