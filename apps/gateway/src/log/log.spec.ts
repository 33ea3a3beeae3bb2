import { unavailable } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.js';
import { prettyDestination } from './pretty.js';
import { redact } from './redact.js';

describe('redact', () => {
  it.each([
    ['/x?access_token=ya29.abc&alt=json', '/x?access_token=[redacted]&alt=json'],
    ['/x?alt=json&oauth_token=1%2Fabc', '/x?alt=json&oauth_token=[redacted]'],
    ['/x?key=AIza&token=t#f', '/x?key=[redacted]&token=[redacted]#f'],
    ['/login?next=%2Fy%3Ftoken%3Dsecret', '/login?next=%2Fy%3Ftoken%3D[redacted]'],
    ['/calendar/feeds/a@b/private-0123456789abcdef/basic', '/calendar/feeds/a@b/private-[redacted]/basic'],
    ['{"h":"Basic YWxpY2U6c2VjcmV0","n":1}', '{"h":"Basic [redacted]","n":1}'],
    ['authorization: bearer abcdef.ghi', 'authorization: bearer [redacted]'],
    ['AuthSub token=\\"1%2Fabcdef\\"', 'AuthSub token=\\"[redacted]\\"'],
    ['wrong secret df_UQgr5zKoCRNcSijqQ4EbV1mBWQg here', 'wrong secret df_[redacted] here'],
    ['/calendar/feeds/default/private/full?q=key', '/calendar/feeds/default/private/full?q=key'],
    ['a private-event is no cookie', 'a private-event is no cookie'],
  ])('%s', (text, expected) => expect(redact(text)).toBe(expected));
});

function logged(act: (logger: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = [];
  act(createLogger({ logLevel: 'info', logFormat: 'json' }, { write: (line) => void lines.push(line) }));
  return lines;
}

describe('log lines', () => {
  it('are JSON with a level in words and a time', () => {
    const [line] = logged((logger) => logger.info({ status: 200 }, 'request'));
    expect(JSON.parse(line!)).toEqual({
      level: 'info',
      time: expect.any(String) as string,
      status: 200,
      msg: 'request',
    });
  });

  it('show an error with its cause, and no secret in either', () => {
    const cause = new Error('connect failed for ?token=abc');
    const [line] = logged((logger) => logger.error({ err: unavailable('down', { cause }) }, 'request failed'));
    expect(JSON.parse(line!)).toMatchObject({
      err: { kind: 'unavailable', message: 'down', cause: { message: 'connect failed for ?token=[redacted]' } },
    });
  });

  it.each(['x', 'ü', '\u0000', '\n', '\u{1F4C5}'])(
    'are one line of 4 KiB at most, whatever the text (%j)',
    (character) => {
      const text = character.repeat(100_000);
      const lines = logged((logger) => logger.error({ err: new Error(text), agent: text, reqId: 'r' }, text));
      expect(lines).toHaveLength(1);
      expect(Buffer.byteLength(lines[0]!)).toBeLessThanOrEqual(4_096);
      expect(lines[0]!.trimEnd()).not.toContain('\n');
      expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'error', reqId: 'r', isShortened: true });
    },
  );
});

describe('pretty lines', () => {
  function pretty(line: object): string {
    const written: string[] = [];
    const out = { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
    prettyDestination(out).write(JSON.stringify({ level: 'info', time: '2026-01-01T00:00:00Z', ...line }));
    return written.join('');
  }

  it('say what was asked and answered', () => {
    const line = pretty({ msg: 'request', method: 'GET', path: '/x', status: 200, ms: 1.5 });
    expect(line).toMatch(/^\d\d:\d\d:\d\d info {2}GET \/x 200 in 1.5 ms\n$/);
  });

  it('carry no escape sequence to the terminal', () => {
    expect(pretty({ msg: '\u001b[2J gone' })).toContain('?[2J gone');
  });

  it('show errors with the request they belong to', () => {
    expect(pretty({ msg: 'request failed', reqId: 'r1', err: { stack: 'Error: a\n  at b' } })).toContain(
      'request failed (request r1)\nError: a\n  at b',
    );
  });
});
