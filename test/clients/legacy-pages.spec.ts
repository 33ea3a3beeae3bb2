import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { feed, LegacyScene, pairIn, password, scope, type Signer } from '../accounts/legacy-scene.js';
import { people } from '../harness/index.js';
import { isInstalled } from './program.js';
import { sizes, Visit, type Screen, type Size } from './screen.js';

describe.skipIf(!isInstalled('chromium'))('the pages of the legacy doors in Chromium', () => {
  const scene = new LegacyScene();
  let visit: Visit;
  let site: string;
  let planner: Signer;

  beforeAll(async () => {
    visit = await Visit.begin();
    ({ site } = visit);
    await scene.start({}, true);
    planner = await scene.register({ key: 'diary.example.org', name: 'Diary & Co', sites: [site] });
  });
  afterAll(async () => {
    await visit.end();
    await scene.server.close();
  });

  describe.each(Object.keys(sizes) as Size[])('on a %s', (size) => {
    let screen: Screen;

    beforeEach(async () => void (screen = await visit.open(size)));
    afterEach(() => screen.close());

    const signIn = () => screen.signIn(people.alice.email, password);
    const returned = async (): Promise<URLSearchParams> => {
      await screen.page.getByText('Back in the program').waitFor();
      return new URL(screen.page.url()).searchParams;
    };
    const openAuthSub = async (next: string): Promise<void> => {
      const query = new URLSearchParams({ next, scope, session: '1' }).toString();
      await screen.page.goto(`${scene.server.url}/accounts/AuthSubRequest?${query}`);
    };
    const openOauth = async (callback: string): Promise<{ key: string; secret: string }> => {
      const asked = pairIn(await scene.requestToken(planner, { oauth_callback: callback }));
      await screen.page.goto(`${scene.server.url}/accounts/OAuthAuthorizeToken?oauth_token=${asked.key}`);
      return asked;
    };

    it('AuthSub: sign in, allow, and the token opens the feed once', async () => {
      await openAuthSub(`${site}/next`);
      await screen.look('authsub-sign-in');
      await signIn();
      await screen.page.getByRole('button', { name: 'Allow' }).waitFor();
      expect(await screen.page.locator('main').textContent()).toContain('Diary & Co');
      await screen.look('authsub');
      await screen.page.getByRole('button', { name: 'Allow' }).click();
      const headers = { authorization: `AuthSub token="${(await returned()).get('token')}"` };
      expect((await fetch(scene.server.url + feed, { headers })).status).toBe(200);
      expect((await fetch(scene.server.url + feed, { headers })).status).toBe(401);
    });

    it('AuthSub for a site that nobody registered is a page, and leads nowhere', async () => {
      await openAuthSub('https://evil.example/next');
      await screen.page.getByRole('heading').first().waitFor();
      await screen.look('authsub-unknown-site');
      expect(new URL(screen.page.url()).origin).toBe(scene.server.url);
    });

    it('OAuth 1.0a: sign in, allow, and the program gets its token', async () => {
      const asked = await openOauth(`${site}/back`);
      await signIn();
      await screen.page.getByRole('button', { name: 'Allow' }).waitFor();
      await screen.look('oauth1');
      await screen.page.getByRole('button', { name: 'Allow' }).click();
      const verifier = (await returned()).get('oauth_verifier')!;
      const token = pairIn(await scene.exchange(planner, asked, verifier));
      expect((await planner.ask(feed, { token })).statusCode).toBe(200);
    });

    it('OAuth 1.0a without an address to go back to: a code to type', async () => {
      await openOauth('oob');
      await signIn();
      await screen.page.getByRole('button', { name: 'Allow' }).click();
      await screen.page.getByRole('heading', { name: 'Go back to the program' }).waitFor();
      expect((await screen.page.locator('code').textContent())!.length).toBeGreaterThan(10);
      await screen.look('oauth1-code');
    });

    it('OAuth 1.0a refused, and asked again with what has been answered', async () => {
      await openOauth(`${site}/back`);
      await signIn();
      const address = screen.page.url();
      await screen.page.getByRole('button', { name: 'Deny' }).click();
      await returned();
      await screen.page.goto(address);
      await screen.page.getByRole('heading').first().waitFor();
      await screen.look('oauth1-answered');
    });
  });
});
