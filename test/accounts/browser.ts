import type { LightMyRequestResponse as Response } from 'fastify';
import type { TestServer } from '../harness/index.js';

/** A browser as far as it matters here: it keeps cookies, fills in forms and says where they come from. */
export class Browser {
  readonly cookies = new Map<string, string>();
  private csrf = '';

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
    this.csrf = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? this.csrf;
    return answer;
  }
}
