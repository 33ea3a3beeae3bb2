import { afterAll, describe, expect, it } from 'vitest';
import { expected, roles, verbs, type Who } from './access-matrix.table.js';
import { AccessScene, reading, tableOf } from './access-scene.js';

const tokens = {} as Record<Who, string>;

const scene = await AccessScene.start();
for (const who of roles) tokens[who] = await scene.tokenOf(who);
afterAll(() => scene.server.close());

describe('the access matrix', () => {
  it('is what the table says', async () => {
    const rows: [string, ...string[]][] = [];
    for (const [name, verb] of Object.entries(verbs)) {
      const cells: string[] = [];
      for (const who of roles) {
        await scene.grant();
        cells.push(String((await scene.ask(verb, tokens[who], { id: await scene.event() })).statusCode));
      }
      rows.push([name, ...cells]);
    }
    expect(tableOf(roles, rows, 9)).toBe(expected);
  }, 120_000);
});

describe('titles', () => {
  it.each([
    ['default', ['reader', 'writer', 'owner', 'admin']],
    ['private', ['writer', 'owner', 'admin']],
    ['public', ['reader', 'writer', 'owner', 'admin']],
  ] as const)('of %s events are shown to %j alone, through every protocol', async (visibility, seeing) => {
    await scene.grant();
    const summary = `Title of ${visibility}`;
    const id = await scene.event({ summary, visibility });
    for (const name of reading)
      for (const who of roles) {
        const { body } = await scene.ask(verbs[name]!, tokens[who], { id });
        expect([name, who, body.includes(summary)]).toEqual([name, who, (seeing as readonly Who[]).includes(who)]);
      }
  });
});

describe('idor-event: what is not there and what is hidden', () => {
  it.each(Object.keys(verbs))('look the same to a stranger: %s', async (name) => {
    const id = await scene.event();
    const missing = { cal: `c_${'0'.repeat(26)}@group.localhost`, id };
    const [hidden, none] = [
      await scene.ask(verbs[name]!, tokens.stranger, { id }),
      await scene.ask(verbs[name]!, tokens.stranger, missing),
    ];
    const neutral = (text: string) =>
      text
        .replaceAll(/c_[0-9a-v]{26}(@|%40)[\w.]+/g, '<calendar>')
        .replaceAll(/new\d+abc/g, '<new>')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<request>');
    expect([none.statusCode, neutral(none.body)]).toEqual([hidden.statusCode, neutral(hidden.body)]);
  });
});
