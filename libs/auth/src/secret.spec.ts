import { describe, expect, it } from 'vitest';
import { hashSecret, newSecret, verifySecret } from './index.js';

describe('hashSecret', () => {
  it('keeps no secret', async () => {
    const secret = newSecret();
    expect(await hashSecret(secret)).toMatch(/^sha256\$[\w-]{43}$/);
    expect(await hashSecret('correct horse')).toMatch(/^scrypt\$16384\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  });

  it.each(['abc', 'df_chosen-by-somebody', 'x'.repeat(1_025)])('refuses %s', (secret) =>
    expect(hashSecret(secret)).rejects.toMatchObject({ kind: 'invalid-input', detail: { path: 'secret' } }),
  );

  it('is understood again, and nothing else is', async () => {
    const hash = await hashSecret('correct horse');
    expect(await verifySecret('correct horse', hash)).toBe(true);
    expect(await verifySecret('wrong horse', hash)).toBe(false);
    expect(await verifySecret('', '')).toBe(false);
    expect(await verifySecret('x', 'md5$x')).toBe(false);
  });

  it('waits its turn: many at once all get their answer', async () => {
    const hash = await hashSecret('correct horse');
    const answers = await Promise.all(Array.from({ length: 12 }, () => verifySecret('correct horse', hash)));
    expect(answers.every(Boolean)).toBe(true);
  });
});
