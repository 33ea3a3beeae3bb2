import { auditEntry, notFound, type CoreDependencies, type Principal, type Store } from '@dayferry/core';
import type { Actor } from '../credentials.js';
import { knownScopes, sentencesOf } from './oauth-scopes.js';
import { recordHash } from './record-hash.js';

/** A program that a user has let in. */
export interface Program {
  clientId: string;
  name: string;
  /** What it may do, in sentences. */
  may: string[];
  /** Epoch milliseconds of the first consent that still holds. */
  since: number;
}

interface Grant {
  /** Of programs that came through a legacy door. */
  name?: string;
  openid?: { scope?: string };
  iat?: number;
}

/** By name. */
export async function programsOf(
  { store: { reader }, clock }: Pick<CoreDependencies, 'store' | 'clock'>,
  user: Principal,
): Promise<Program[]> {
  const now = clock();
  const all = await reader.oauthRecords({ model: 'Grant', userKey: user.key });
  const grants = all.filter(({ expires = Infinity }) => expires > now);
  const clientIds = [...new Set(grants.flatMap(({ clientId }) => clientId ?? []))];
  const programs = await Promise.all(
    clientIds.map(async (clientId) => {
      const own = grants
        .filter((grant) => grant.clientId === clientId)
        .map(({ payload }) => JSON.parse(payload) as Grant);
      const scopes = own.map(({ openid }) => openid?.scope ?? '').join(' ');
      const since = Math.min(...own.map(({ iat = 0 }) => iat)) * 1000;
      const name = own[0]?.name ?? (await nameOf(reader, clientId));
      return { clientId, name, may: sentencesOf(knownScopes(scopes)), since };
    }),
  );
  return programs.toSorted((a, b) => a.name.localeCompare(b.name));
}

async function nameOf(reader: Store['reader'], clientId: string): Promise<string> {
  const client = await reader.oauthRecord(recordHash('Client', clientId));
  return (client && (JSON.parse(client.payload) as { client_name?: string }).client_name) ?? clientId;
}

/** All that the user let a program do ends, on every replica from the next request on. NotFound when it was not let in. */
export async function disconnectProgram(
  deps: Pick<CoreDependencies, 'store' | 'clock' | 'ids'>,
  user: Principal,
  clientId: string,
  by: Actor,
): Promise<void> {
  await deps.store.write(async (tx) => {
    const grants = await tx.oauthRecords({ model: 'Grant', userKey: user.key, clientId });
    if (!grants.length) throw notFound();
    await tx.endOauthRecords({ userKey: user.key, clientId });
    const detail = { program: clientId };
    await tx.appendAudit(auditEntry(deps, { ...by, action: 'program-disconnected', subject: user.email, detail }));
  });
}
