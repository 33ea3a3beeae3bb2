import type { LightMyRequestResponse as Response } from 'fastify';
import { Browser } from './browser.js';

/** Where a page sends the browser on: a redirect of ours, or the page that leads on by itself. */
function nextOf({ headers: { location }, body }: Response): string | undefined {
  return location ?? /http-equiv="refresh" content="0;url=([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
}

const pathOf = (address: string): string => address.replace(/^https?:\/\/[^/]+/, '');

/** A browser that follows its way through the OAuth pages, to where a person has to decide or a program is called. */
export class OauthBrowser extends Browser {
  /** The pages of this server that it went through, newest last. */
  readonly visited: string[] = [];
  at = '';

  constructor(
    private readonly testServer: ConstructorParameters<typeof Browser>[0],
    ip?: string,
  ) {
    super(testServer, ip);
  }

  /** The answer at which it stops: a page with a form, an error, or a redirect away from this server. */
  async open(address: string): Promise<Response> {
    return this.follow(await this.visit(address));
  }

  async decide(fields: Record<string, string>): Promise<Response> {
    return this.follow(await this.post(this.at, fields));
  }

  /** Signs in on the page at which it stopped. */
  async signInHere(email: string, password: string): Promise<Response> {
    return this.follow(await this.post('/account/sign-in', { email, password, next: this.at }));
  }

  /** Also from where a library did a request of its own. */
  async follow(answer: Response): Promise<Response> {
    let [current, steps] = [answer, 0];
    for (let next = nextOf(current); next !== undefined && this.isOurs(next); next = nextOf(current)) {
      if ((steps += 1) > 10) throw new Error(`It goes round: ${this.visited.join(' ')}`);
      current = await this.visit(next);
    }
    return current;
  }

  private visit(address: string): Promise<Response> {
    this.at = pathOf(address);
    this.visited.push(this.at);
    return this.get(this.at);
  }

  private isOurs(address: string): boolean {
    return address.startsWith('/') || address.startsWith(this.testServer.url);
  }
}
