import { randomBytes } from 'node:crypto';
import {
  auditEntry,
  commandLine,
  conflict,
  invalidInput,
  notFound,
  type AuditAction,
  type CoreDependencies,
  type Store,
  type StoreReader,
  type StoreWriter,
} from '@dayferry/core';
import { readName } from '../credentials.js';
import { recordHash } from '../oauth/record-hash.js';
import { readRsaKey } from '../rsa-key.js';
import { readScopes } from '../scopes.js';
import type { LegacyKeys } from './keys.js';
import { isHostName, readSite } from '../site.js';

type Dependencies = Pick<CoreDependencies, 'store' | 'clock' | 'ids'>;

/** A program of AuthSub or OAuth 1.0, registered by an administrator. The old service knew it by its domain. */
export interface Consumer {
  /** `oauth_consumer_key`. */
  key: string;
  name: string;
  /** Origins to which people may be sent back. */
  sites: string[];
  /** PEM (SPKI); with it requests are signed by RSA-SHA1, without it by HMAC-SHA1. */
  publicKey?: string;
  /** What a shared secret is made from, besides the settings' own. */
  salt?: string;
  /** Domains whose people it may act for without asking them (two-legged OAuth). */
  actsFor: string[];
  /** What it may do for them, in short forms. */
  scopes: string[];
}

/** Installed programs of the old service all used this key, with itself as the secret. */
export const anonymous: Consumer = { key: 'anonymous', name: '', sites: [], actsFor: [], scopes: [] };

export interface NewConsumer {
  key: string;
  name?: string;
  sites: readonly string[];
  /** PEM: a public key, or a certificate that holds one. */
  publicKey?: string;
  actsFor?: readonly string[];
  scopes?: readonly string[];
}

/** `site`: which consumer people are sent back to there, by origin. */
const [model, site] = ['Consumer', 'ConsumerSite'];

/** How records of a consumer, and of what people let it do, are found; no OAuth 2.0 client has such an id. */
export const consumerId = (key: string): string => `consumer:${key}`;

/**
 * Registers a program, in the place of one of the same key. The secret of one without a key pair is given back; it can be
 * had again by no other way. Refuses sites that are not https (or on this machine), and secrets that would not last;
 * Conflict for a site of another program, because AuthSub knows programs by nothing else.
 */
export async function addConsumer(deps: Dependencies, keys: LegacyKeys, wanted: NewConsumer): Promise<string | null> {
  const consumer = readConsumer(wanted);
  if (consumer.salt !== undefined && !keys.areLasting)
    throw invalidInput(
      'public-key',
      'A shared secret is made from DAYFERRY_SECRET: set that first, or give a public key.',
    );
  await deps.store.write(async (tx) => {
    const record = { hash: recordHash(model, consumer.key), model, clientId: consumerId(consumer.key) };
    await tx.endOauthRecords({ clientId: record.clientId });
    await tx.saveOauthRecord({ ...record, payload: JSON.stringify(consumer) });
    await saveSites(tx, consumer);
    await tx.appendAudit(entry(deps, 'client-added', consumer));
  });
  return consumer.salt === undefined ? null : keys.ofConsumer(consumer.key, consumer.salt);
}

async function saveSites(
  tx: Pick<StoreWriter, 'saveOauthRecord'> & Pick<StoreReader, 'oauthRecord'>,
  { key, sites }: Consumer,
): Promise<void> {
  for (const origin of new Set(sites)) {
    const hash = recordHash(site, origin);
    const taken = await tx.oauthRecord(hash);
    if (taken) throw conflict(`${origin} is the site of ${taken.payload} already.`);
    await tx.saveOauthRecord({ hash, model: site, clientId: consumerId(key), payload: key });
  }
}

function readConsumer(wanted: NewConsumer): Consumer {
  const key = wanted.key.trim();
  if (!isHostName(key) || key === anonymous.key)
    throw invalidInput('key', 'A consumer key is a domain, like planner.example.org.');
  const name = readName(wanted.name ?? key);
  const actsFor = (wanted.actsFor ?? []).map(readDomain);
  if (!wanted.sites.length && !actsFor.length)
    throw invalidInput('site', 'Name a site to which people are sent back, or a domain that it acts for.');
  const { publicKey, scopes = ['calendar'] } = wanted;
  const proof =
    publicKey === undefined
      ? { salt: randomBytes(16).toString('base64url') }
      : { publicKey: readRsaKey(publicKey, { path: 'public-key', bits: 1_024 }) };
  return { key, name, sites: wanted.sites.map(readSite), actsFor, scopes: readScopes(scopes), ...proof };
}

function readDomain(text: string): string {
  const domain = text.trim().toLowerCase();
  if (!isHostName(domain)) throw invalidInput('acts-for', `${text} is no mail domain.`);
  return domain;
}

export async function findConsumer({ reader }: Pick<Store, 'reader'>, key: string): Promise<Consumer | null> {
  if (key === anonymous.key) return anonymous;
  const record = await reader.oauthRecord(recordHash(model, key));
  return record && (JSON.parse(record.payload) as Consumer);
}

/** The program to whose site people are sent back; two reads by key, however many programs there are. */
export async function consumerOfSite(store: Pick<Store, 'reader'>, origin: string): Promise<Consumer | null> {
  const record = await store.reader.oauthRecord(recordHash(site, origin));
  return record && findConsumer(store, record.payload);
}

/** By key. */
export async function listConsumers({ store }: Pick<Dependencies, 'store'>): Promise<Consumer[]> {
  const records = await store.reader.oauthRecords({ model });
  return records.map(({ payload }) => JSON.parse(payload) as Consumer).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** With all that users let it do. NotFound when there is none. */
export async function removeConsumer(deps: Dependencies, key: string): Promise<void> {
  await deps.store.write(async (tx) => {
    const record = await tx.oauthRecord(recordHash(model, key));
    if (!record) throw notFound(`There is no consumer ${key}.`);
    await tx.endOauthRecords({ clientId: consumerId(key) });
    await tx.appendAudit(entry(deps, 'client-removed', JSON.parse(record.payload) as Consumer));
  });
}

function entry(deps: Dependencies, action: AuditAction, { key, name, sites, actsFor }: Consumer) {
  const detail = { name, sites: sites.join(' '), ...(actsFor.length ? { actsFor: actsFor.join(' ') } : {}) };
  return auditEntry(deps, { action, actor: commandLine, subject: key, detail });
}
