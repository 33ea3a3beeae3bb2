import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

/** Somebody else's OpenID Connect server, on a port of its own: it signs in whoever `person` is, without asking. */
export class OtherIssuer {
  url = '';
  person: JWTPayload = {};
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  isDown = false;
  /** What the ID token says instead. */
  idToken: JWTPayload = {};
  private readonly keys = new Map<string, Keys>();
  private readonly codes = new Map<string, { nonce: string; challenge: string }>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(): Promise<OtherIssuer> {
    const issuer = new OtherIssuer();
    issuer.server.listen(0, '127.0.0.1');
    await once(issuer.server, 'listening');
    issuer.url = `http://127.0.0.1:${(issuer.server.address() as AddressInfo).port}`;
    await issuer.rotate('first');
    return issuer;
  }

  /** A new key in the place of the others. */
  async rotate(kid: string): Promise<void> {
    this.keys.clear();
    this.keys.set(kid, await generateKeyPair('RS256', { extractable: true }));
  }

  publicKey(): Keys['publicKey'] {
    return [...this.keys.values()][0]!.publicKey;
  }

  async sign(claims: JWTPayload, header: { kid?: string; typ?: string } = {}): Promise<string> {
    const [kid, { privateKey }] = [...this.keys][0]!;
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ iss: this.url, iat: now, exp: now + 600, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid, ...header })
      .sign(privateKey);
  }

  countOf(path: string): number {
    return this.asked.filter((one) => one === path).length;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    this.asked.push(pathname);
    if (this.isDown) return void response.writeHead(502).end();
    if (pathname === '/auth') return this.authorize(searchParams, response);
    const body = await this.documentOf(pathname, request);
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
  }

  private authorize(asked: URLSearchParams, response: ServerResponse): void {
    const code = `code-${this.codes.size + 1}`;
    this.codes.set(code, { nonce: asked.get('nonce')!, challenge: asked.get('code_challenge')! });
    const back = new URL(asked.get('redirect_uri')!);
    for (const [name, value] of Object.entries({ code, state: asked.get('state')! }))
      back.searchParams.set(name, value);
    response.writeHead(302, { location: back.href }).end();
  }

  private async documentOf(path: string, request: IncomingMessage): Promise<object | undefined> {
    if (path === '/.well-known/openid-configuration')
      return {
        issuer: this.url,
        jwks_uri: `${this.url}/keys`,
        authorization_endpoint: `${this.url}/auth`,
        token_endpoint: `${this.url}/token`,
        userinfo_endpoint: `${this.url}/user`,
      };
    if (path === '/keys') return { keys: await Promise.all([...this.keys].map(publicJwk)) };
    if (path === '/user') return this.person;
    return path === '/token' ? this.token(request) : undefined;
  }

  private async token(request: IncomingMessage): Promise<object> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { nonce } = this.codes.get(new URLSearchParams(body).get('code')!)!;
    const claims = { sub: this.person.sub, aud: 'dayferry', nonce, ...this.idToken };
    return { access_token: 'theirs', token_type: 'Bearer', expires_in: 600, id_token: await this.sign(claims) };
  }
}

async function publicJwk([kid, { publicKey }]: [string, Keys]): Promise<object> {
  return { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' };
}
