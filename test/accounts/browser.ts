import { createHash } from 'node:crypto';
import type { LightMyRequestResponse as Response } from 'fastify';
import type { TestServer } from '../harness/index.js';

/**
 * A browser as far as it matters here: it keeps cookies, fills in forms, says where they come from as the page's referrer
 * policy lets it (Fetch §3.2), and throws where it would have to leave out a page's style.
 */
export class Browser {
  readonly cookies = new Map<string, string>();
  private csrf = '';
  private origin = '';

  constructor(
    private readonly server: TestServer,
    private readonly ip = '198.51.100.1',
  ) {}

  async get(url: string): Promise<Response> {
    return this.keep(await this.server.inject({ url, remoteAddress: this.ip, headers: this.headers() }));
  }

  async post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const payload = new URLSearchParams({ _csrf: this.csrf, ...fields }).toString();
    const form = {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      origin: this.origin,
      ...this.headers(),
      ...headers,
    };
    return this.keep(await this.server.inject({ method: 'POST', url, payload, remoteAddress: this.ip, headers: form }));
  }

  async signIn(email: string, password: string, next = '/account'): Promise<Response> {
    await this.get(`/account/sign-in?next=${encodeURIComponent(next)}`);
    return this.post('/account/sign-in', { email, password, next });
  }

  private headers(): Record<string, string> {
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  private keep(answer: Response): Response {
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    if (String(answer.headers['content-type']).startsWith('text/html')) this.show(answer);
    this.csrf = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? this.csrf;
    return answer;
  }

  private show({ headers, body }: Response): void {
    this.origin = headers['referrer-policy'] === 'no-referrer' ? 'null' : new URL(this.server.url).origin;
    const style = /<style>([^]*?)<\/style>/.exec(body)?.[1];
    if (style === undefined) return;
    const hash = createHash('sha256').update(style).digest('base64');
    if (!String(headers['content-security-policy']).includes(`'sha256-${hash}'`))
      throw new Error('The style is refused.');
  }
}
