import { ConfigError, loadConfig } from '@dayferry/config';
import { unavailable } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { protocols } from '../protocols.table.js';
import { greeting } from './greeting.js';
import { mishapOf } from './mishap.js';

const publicUrl = 'http://127.0.0.1:8080';

describe('greeting', () => {
  it('shows the secrets of a first start, and commands that use them', () => {
    const firstRun = { email: 'admin@example.org', password: 'df_password', token: 'df_token' };
    const text = greeting({ publicUrl, firstRun, hasColours: false });
    expect(text).toContain('password      df_password');
    expect(text).toContain('app-password add admin@example.org   for programs that sign in by ClientLogin');
    expect(text).toContain("curl -u 'admin@example.org:df_password' -X PROPFIND");
    expect(text).toContain("curl -H 'Authorization: Bearer df_token'");
    expect(text).toContain(`Ready on ${publicUrl} — stop with Ctrl-C`);
    for (const { title } of protocols) expect(text).toContain(title);
  });

  it('says how to make one on later starts', () => {
    expect(greeting({ publicUrl, firstRun: null, hasColours: false })).toContain('npx dayferry app-password add');
  });

  it('has colours only where they are wanted', () => {
    expect(greeting({ publicUrl, firstRun: null, hasColours: false })).not.toContain('\u001b');
    expect(greeting({ publicUrl, firstRun: null, hasColours: true })).toContain('\u001b[1m');
  });
});

describe('mishaps', () => {
  const config = loadConfig({});

  it('shows every mistake of the configuration and exits with 2', () => {
    expect(mishapOf(new ConfigError(['a', 'b']), null)).toEqual({ lines: ['a', 'b'], exitCode: 2 });
  });

  it.each([
    [
      8080,
      '127.0.0.1:8080 is in use by another program; set DAYFERRY_PORT to another (and DAYFERRY_HOST, if that is wrong).',
    ],
    [9090, '127.0.0.1:9090 is in use by another program; set DAYFERRY_METRICS_PORT to another, or to off.'],
  ])('says in a sentence that port %i is taken', (port, line) => {
    const error = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE', syscall: 'listen', port });
    expect(mishapOf(error, config)).toEqual({ lines: [line], exitCode: 1 });
  });

  it('says why the database cannot be used', () => {
    const error = unavailable('down', { cause: new Error('connect ECONNREFUSED') });
    expect(mishapOf(error, config)).toEqual({
      lines: ['The database cannot be used: connect ECONNREFUSED'],
      exitCode: 1,
    });
  });

  it('names a folder that it may not write to', () => {
    const error = Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'mkdir', path: '/var/x' });
    expect(mishapOf(error, config)).toEqual({
      lines: ['/var/x cannot be used for the database (EACCES).'],
      exitCode: 1,
    });
  });

  it('leaves the rest to a stack trace', () => {
    expect(mishapOf(new TypeError('x'), config)).toBeNull();
  });
});
