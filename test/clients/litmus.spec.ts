import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type RunningGateway } from './gateway.js';
import { startTranslator, type Translator } from './litmus-translator.js';
import { isInstalled, run } from './program.js';

/** Its one warning: we do not claim class 2, locks. */
const locks = ['options'];
/** Tests that make a collection in a collection: in a calendar there is none (RFC 4791 §4.2). */
const inner = ['delete_fragment', 'mkcol', 'mkcol_again', 'delete_coll'];

describe.skipIf(!isInstalled('litmus'))('litmus', () => {
  let gateway: RunningGateway;
  let translator: Translator;

  beforeAll(async () => {
    gateway = await startGateway();
    translator = await startTranslator(gateway.url);
  });
  afterAll(async () => {
    await translator.stop();
    await gateway.stop();
  });

  it.each([
    ['basic', 16, [...locks, ...inner]],
    ['props', 30, []],
  ])('%s: %i tests', async (suite, count, exceptions) => {
    const results = await resultsOf(suite);
    expect(results).toHaveLength(count);
    expect(results.filter(([, result]) => result !== 'pass').map(([name]) => name)).toEqual(exceptions);
  });

  /** Name and result of each test; one that passes with a warning passes not quite. */
  async function resultsOf(suite: string): Promise<[name: string, result: string][]> {
    const { email, password } = gateway.alice;
    const args = ['-k', `${translator.url}/dav/calendars/${email}/`, email, password];
    const { stdout } = await run('/usr/bin/litmus', args, { cwd: gateway.folder, env: { TESTS: suite } });
    const lines = stdout.split(/[\r\n]+/).map((line) => /^ ?\d+\. (\w+)\.+ (pass|FAIL|SKIPPED|WARNING)/.exec(line));
    return lines.flatMap((found) => (found ? [[found[1]!, found[2]!] as [string, string]] : []));
  }
});
