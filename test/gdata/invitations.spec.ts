import { beforeAll, describe, expect, it } from 'vitest';
import { people } from '../harness/index.js';
import { find, tennis, gdataServer } from './gdata-client.js';

const feed = 'default/private/full';

describe('invitations without an answer', () => {
  const gdata = gdataServer();
  const { send } = gdata;
  const titles = async (query: string): Promise<string[]> => {
    const { body } = await send('GET', `${feed}?${query}`, { as: 'bob' });
    return [...body.matchAll(/<entry.*?<title>([^<]*)</g)].map(([, title]) => title!);
  };
  const hide = async (hideInvitations: boolean): Promise<void> => {
    const { store } = gdata.server.gateway.dependencies;
    const user = (await gdata.server.core.directory.byEmail(people.bob.email))!;
    await store.write((tx) => tx.savePrincipal({ ...user, settings: { hideInvitations } }));
  };

  beforeAll(async () => {
    const guests = "<gd:who email='bob@example.org' rel='http://schemas.google.com/g/2005#event.attendee'/>";
    await send('POST', feed, { body: tennis.replace('</entry>', `${guests}</entry>`) });
    await send('POST', feed, { as: 'bob', body: tennis.replace('Tennis with Beth', 'Own') });
  });

  it.each(['', 'singleevents=true&start-min=2006-04-01&start-max=2006-05-01'])(
    'are shown, unless the user hides them: then with showhidden=true (%s)',
    async (query) => {
      const all = ['Own', 'Tennis with Beth'];
      expect((await titles(query)).sort()).toEqual(all);
      await hide(true);
      expect(await titles(query)).toEqual(['Own']);
      expect((await titles(`${query}&showhidden=true`)).sort()).toEqual(all);
      await hide(false);
      expect((await titles(query)).sort()).toEqual(all);
    },
  );

  it('are hidden no more when they are answered, and never from the organizer', async () => {
    await hide(true);
    const { body } = await send('GET', `${feed}?q=Tennis&showhidden=true`, { as: 'bob' });
    const entry = find(body, /(<entry[^]*<\/entry>)/);
    const answered = entry
      .replace('<entry ', `<entry ${find(body, /<feed (.*?) gd:etag/)} `)
      .replace(
        /(email='bob@[^>]*>)<gd:attendeeStatus value='[^']*invited'/,
        "$1<gd:attendeeStatus value='http://schemas.google.com/g/2005#event.accepted'",
      );
    const put = await send('PUT', find(entry, /rel='edit'[^>]*feeds\/([^']*)/), { as: 'bob', body: answered });
    expect(put.statusCode, put.body).toBe(200);
    expect((await titles('')).sort()).toEqual(['Own', 'Tennis with Beth']);
    expect((await send('GET', feed)).body).toContain('Tennis with Beth');
  });
});
