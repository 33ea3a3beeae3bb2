import Database from 'better-sqlite3';
import { vi } from 'vitest';

export interface Statement {
  text: string;
  plan: string;
}

/**
 * Every statement that is sent meanwhile, with the way in which the database means to answer it. On SQLite only: its
 * planner has no statistics to guess from. Statements are prepared once for a store; this has those that are new to it.
 */
export async function statementsOf(url: string, work: () => Promise<unknown>): Promise<Statement[]> {
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  try {
    await work();
    return withPlans(
      url,
      prepare.mock.calls.map(([text]) => text),
    );
  } finally {
    prepare.mockRestore();
  }
}

function withPlans(url: string, sent: string[]): Statement[] {
  const texts = [...new Set(sent)].filter((text) => /^\w+.*\b(?:FROM|INTO|UPDATE)\b/s.test(text));
  const connection = new Database(url.slice('sqlite:'.length), { readonly: true });
  const planOf = (text: string): string => {
    const rows = connection.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${text.replaceAll('?', 'NULL')}`).all();
    return rows.map(({ detail }) => detail).join('\n');
  };
  const statements = texts.map((text) => ({ text, plan: planOf(text) }));
  connection.close();
  return statements;
}
