import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultLimits } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { ConfigError, describeConfig, loadConfig } from './index.js';

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env, false);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('suits a laptop with nothing set', () => {
    const config = loadConfig({}, true);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      databaseUrl: 'sqlite:./var/dayferry.db',
      metricsPort: 9090,
      logLevel: 'info',
      logFormat: 'pretty',
      trustedProxies: [],
      calendarHost: 'group.127.0.0.1',
      adminEmail: 'admin@example.org',
      limits: defaultLimits,
    });
  });

  it('makes defaults from what is set', () => {
    const config = loadConfig({ DAYFERRY_HOST: '0.0.0.0', DAYFERRY_PORT: '9000' }, false);
    expect(config).toMatchObject({
      publicUrl: 'http://localhost:9000',
      calendarHost: 'group.localhost',
      logFormat: 'json',
    });
  });

  it('opens the old doors on a laptop, and nowhere else unless it is told to', () => {
    const doors = (env: Record<string, string>): unknown => loadConfig(env).legacySignIn;
    const all = ['client-login', 'authsub', 'oauth1', 'magic-cookie'];
    const abroad = { DAYFERRY_PUBLIC_URL: 'https://cal.example.org' };
    expect(doors({})).toEqual(all);
    expect(doors(abroad)).toEqual([]);
    expect(doors({ DAYFERRY_PROFILE: 'production' })).toEqual([]);
    expect(doors({ ...abroad, DAYFERRY_PROFILE: 'laptop' })).toEqual(all);
    expect(doors({ ...abroad, DAYFERRY_LEGACY_SIGN_IN: 'oauth1, authsub' })).toEqual(['oauth1', 'authsub']);
    expect(() => doors({ DAYFERRY_LEGACY_SIGN_IN: 'oauth' })).toThrow(/is not all, none, or a list of client-login/);
  });

  it('takes the trailing slash off the public address', () => {
    expect(loadConfig({ DAYFERRY_PUBLIC_URL: 'https://Cal.example.org/' }).publicUrl).toBe('https://cal.example.org');
  });

  it.each(['off', '0'])('serves no metrics with %s', (text) => {
    expect(loadConfig({ DAYFERRY_METRICS_PORT: text }).metricsPort).toBeNull();
  });

  it('reads proxies and sizes with units', () => {
    const config = loadConfig({ DAYFERRY_TRUSTED_PROXIES: '10.0.0.0/8, ::1', DAYFERRY_LIMIT_BODY_BYTES: '2 MiB' });
    expect(config.trustedProxies).toEqual(['10.0.0.0/8', '::1']);
    expect(config.limits.bodyBytes).toBe(2_097_152);
  });

  it('takes an empty variable as not set', () => {
    expect(loadConfig({ DAYFERRY_PORT: '', DAYFERRY_DATABASE_URL: '' }).port).toBe(8080);
  });
});

describe('mistakes', () => {
  it.each([
    ['DAYFERRY_PORT', '0', 'DAYFERRY_PORT "0" is not a port (1 to 65535).'],
    ['DAYFERRY_PORT', 'http', 'DAYFERRY_PORT "http" is not a port (1 to 65535).'],
    ['DAYFERRY_METRICS_PORT', 'no', 'DAYFERRY_METRICS_PORT "no" is neither a port (1 to 65535) nor "off".'],
    ['DAYFERRY_HOST', 'a b', 'DAYFERRY_HOST "a b" is not a host name or an IP address.'],
    [
      'DAYFERRY_LOG_LEVEL',
      'loud',
      'DAYFERRY_LOG_LEVEL "loud" is not one of trace, debug, info, warn, error, fatal, silent.',
    ],
    ['DAYFERRY_LIMIT_ALARMS', '0', 'DAYFERRY_LIMIT_ALARMS "0" is not between 1 and 10000.'],
    ['DAYFERRY_LIMIT_ALARMS', '1 KiB', 'DAYFERRY_LIMIT_ALARMS "1 KiB" is not a whole number.'],
    ['DAYFERRY_HOTS', 'x', 'DAYFERRY_HOTS is not a setting; did you mean DAYFERRY_HOST?'],
    ['DAYFERRY_SOMETHING_ELSE', 'x', 'DAYFERRY_SOMETHING_ELSE is not a setting.'],
    ['DAYFERRY_ADMIN_EMAIL', 'admin', 'DAYFERRY_ADMIN_EMAIL "admin" is not an e-mail address.'],
  ])('%s=%s is one clear line', (variable, text, line) => {
    expect(mistakesOf({ [variable]: text })).toEqual([line]);
  });

  it.each(['example.org', 'ftp://a', 'https://a/b', 'https://u:p@a', 'https://a?b'])(
    'refuses the public address %s',
    (text) => {
      expect(mistakesOf({ DAYFERRY_PUBLIC_URL: text })).toHaveLength(1);
    },
  );

  it('names all of them at once', () => {
    const lines = mistakesOf({ DAYFERRY_PORT: 'x', DAYFERRY_LOG_FORMAT: 'y', DAYFERRY_TRUSTED_PROXIES: '10.0.0.0/99' });
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'DAYFERRY_PORT',
      'DAYFERRY_LOG_FORMAT',
      'DAYFERRY_TRUSTED_PROXIES',
    ]);
  });

  it('says where a Kubernetes service link comes from, and passes over the rest of it', () => {
    const lines = mistakesOf({
      DAYFERRY_PORT: 'tcp://10.0.0.1:80',
      DAYFERRY_SERVICE_HOST: '10.0.0.1',
      DAYFERRY_PORT_80_TCP: 'x',
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('enableServiceLinks');
  });

  it('wants an import to be at least as large as a body', () => {
    expect(mistakesOf({ DAYFERRY_LIMIT_IMPORT_BYTES: '1 KiB' })).toEqual([
      'DAYFERRY_LIMIT_IMPORT_BYTES is smaller than DAYFERRY_LIMIT_BODY_BYTES.',
    ]);
  });

  it('wants headers to be there no later than the request', () => {
    expect(mistakesOf({ DAYFERRY_HEADERS_TIMEOUT: '61' })).toEqual([
      'DAYFERRY_HEADERS_TIMEOUT is longer than DAYFERRY_REQUEST_TIMEOUT.',
    ]);
  });

  it('wants a port of its own for the metrics', () => {
    expect(mistakesOf({ DAYFERRY_METRICS_PORT: '8080' })).toEqual([
      'DAYFERRY_METRICS_PORT is the same port as DAYFERRY_PORT.',
    ]);
  });

  it('never shows the password of a database', () => {
    const [line] = mistakesOf({ DAYFERRY_DATABASE_URL: 'mysql://u:hunter2@host' });
    expect(line).toContain('mysql://u:***@host');
  });
});

describe('secrets in files', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'dayferry-config-')), 'url');
  writeFileSync(path, 'mysql://u:hunter2@db/dayferry\n');

  it('are read, and named as the source', () => {
    const config = loadConfig({ DAYFERRY_DATABASE_URL_FILE: path });
    expect(config.databaseUrl).toBe('mysql://u:hunter2@db/dayferry');
    const line = describeConfig(config).find((one) => one.variable === 'DAYFERRY_DATABASE_URL');
    expect(line).toEqual({
      variable: 'DAYFERRY_DATABASE_URL',
      value: 'mysql://u:***@db/dayferry',
      source: `file ${path}`,
    });
  });

  it('are refused when missing, or given twice', () => {
    expect(mistakesOf({ DAYFERRY_DATABASE_URL_FILE: '/nowhere' })).toEqual([
      'DAYFERRY_DATABASE_URL_FILE names /nowhere, which cannot be read (ENOENT).',
    ]);
    expect(mistakesOf({ DAYFERRY_DATABASE_URL_FILE: path, DAYFERRY_DATABASE_URL: 'sqlite:x' })).toHaveLength(1);
  });
});

describe('describeConfig', () => {
  it('shows every setting with its source', () => {
    const lines = describeConfig(loadConfig({ DAYFERRY_PORT: '9000', DAYFERRY_METRICS_PORT: 'off' }));
    expect(lines.find((line) => line.variable === 'DAYFERRY_PORT')).toMatchObject({
      value: '9000',
      source: 'environment',
    });
    expect(lines.find((line) => line.variable === 'DAYFERRY_METRICS_PORT')).toMatchObject({ value: 'off' });
    expect(lines.find((line) => line.variable === 'DAYFERRY_LIMIT_ALARMS')).toMatchObject({
      value: '100',
      source: 'default',
    });
  });
});
