import { auditEntry, commandLine, invalidInput, notFound, type CoreDependencies } from '@dayferry/core';
import { randomBytes } from 'node:crypto';
import { readName } from '../credentials.js';
import { lookupHash, newSecret } from '../secret.js';
import { isLoopback, isOnThisMachine } from '../site.js';
import { recordHash } from './record-hash.js';

type Dependencies = Pick<CoreDependencies, 'store' | 'clock' | 'ids'>;

export interface NewClient {
  /** What users will know it by. */
  name: string;
  redirectUris: readonly string[];
  /** It can keep no secret: on a phone, a desktop, in a browser. */
  isPublic?: boolean;
  /** It may ask for a code that somebody types in elsewhere (RFC 8628). */
  isDevice?: boolean;
}

export interface OauthClient {
  clientId: string;
  name: string;
  redirectUris: string[];
  isPublic: boolean;
}

interface Metadata {
  client_id: string;
  client_name?: string;
  redirect_uris: string[];
  token_endpoint_auth_method: string;
}

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** Registers a program. The secret of one that can keep it is known at this moment only. Refuses addresses that could lead elsewhere. */
export async function addClient(deps: Dependencies, wanted: NewClient): Promise<{ clientId: string; secret?: string }> {
  const applicationType = applicationTypeOf(wanted);
  const clientName = readName(wanted.name);
  const clientId = `${randomBytes(12).toString('hex')}.apps`;
  const secret = wanted.isPublic ? undefined : newSecret();
  const usesBrowser = wanted.redirectUris.length > 0;
  const metadata = {
    client_id: clientId,
    client_name: clientName,
    redirect_uris: [...wanted.redirectUris],
    application_type: applicationType,
    response_types: usesBrowser ? ['code'] : [],
    grant_types: [
      'refresh_token',
      ...(usesBrowser ? ['authorization_code'] : []),
      ...(wanted.isDevice ? [deviceGrant] : []),
    ],
    token_endpoint_auth_method: secret === undefined ? 'none' : 'client_secret_basic',
    ...(secret === undefined ? {} : { client_secret: lookupHash(secret) }),
  };
  const payload = JSON.stringify(metadata);
  await deps.store.write(async (tx) => {
    await tx.saveOauthRecord({ hash: recordHash('Client', clientId), model: 'Client', clientId, payload });
    await tx.appendAudit(entry(deps, 'client-added', clientId, clientName));
  });
  return { clientId, ...(secret === undefined ? {} : { secret }) };
}

function applicationTypeOf({ redirectUris, isDevice }: NewClient): 'native' | 'web' {
  const kinds = new Set(redirectUris.map(kindOf));
  if (kinds.size > 1) throw invalidInput('redirect', 'Register addresses on this machine and on the web apart.');
  const [kind] = kinds;
  if (kind) return kind;
  if (isDevice) return 'native';
  throw invalidInput('redirect', 'A redirect address is needed.');
}

const entry = (deps: Dependencies, action: 'client-added' | 'client-removed', clientId: string, name: string) =>
  auditEntry(deps, { action, actor: commandLine, subject: clientId, detail: { name } });

/** RFC 8252 §7: an own scheme or a loopback address is of a program on this machine; anything else is https on the web. */
function kindOf(text: string): 'native' | 'web' {
  if (!URL.canParse(text) || /[\s#\\*]/.test(text)) throw invalidInput('redirect', `${text} is no address.`);
  const url = new URL(text);
  const { protocol, hostname, username, password } = url;
  if (username || password) throw invalidInput('redirect', 'A redirect address has no user name.');
  if (protocol === 'https:' && !isLoopback(hostname)) return 'web';
  if (isOnThisMachine(url)) return 'native';
  if (/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(protocol)) return 'native';
  throw invalidInput(
    'redirect',
    `${text} is neither https, nor http on this machine, nor a scheme like org.example.app.`,
  );
}

export async function listClients({ store }: Pick<Dependencies, 'store'>): Promise<OauthClient[]> {
  const records = await store.reader.oauthRecords({ model: 'Client' });
  return records.map(({ payload }) => shown(JSON.parse(payload) as Metadata));
}

function shown({ client_id, client_name, redirect_uris, token_endpoint_auth_method }: Metadata): OauthClient {
  return {
    clientId: client_id,
    name: client_name ?? client_id,
    redirectUris: redirect_uris,
    isPublic: token_endpoint_auth_method === 'none',
  };
}

/** With all that users let it do. NotFound when there is none. */
export async function removeClient(deps: Dependencies, clientId: string): Promise<void> {
  await deps.store.write(async (tx) => {
    const record = await tx.oauthRecord(recordHash('Client', clientId));
    if (!record) throw notFound(`There is no client ${clientId}.`);
    await tx.endOauthRecords({ clientId });
    await tx.appendAudit(entry(deps, 'client-removed', clientId, shown(JSON.parse(record.payload) as Metadata).name));
  });
}
