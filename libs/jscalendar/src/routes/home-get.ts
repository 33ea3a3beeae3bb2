import type { Answer, Exchange } from './exchange.js';
import { acceptedMedia } from './media.js';
import { userOf } from './user.js';

/** GET on the root or on a user's home: the collections that the viewer can reach. */
export async function getHome({ address, core, headers, viewer }: Exchange): Promise<Answer> {
  const { isPretty } = acceptedMedia(headers);
  const user = userOf({ address, viewer });
  const calendars = await core.calendars.home(viewer, user);
  const responses = Object.fromEntries(
    calendars.map(({ segment, open }) => [
      `/${encodeURIComponent(user)}/${encodeURIComponent(segment)}/`,
      {
        displayname: open.entry?.titleOverride ?? open.calendar.title,
        role: open.role,
        timeZone: open.calendar.timeZone,
        color: open.entry?.color ?? null,
      },
    ]),
  );
  const body = JSON.stringify({ responses }, null, isPretty ? 2 : undefined);
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8', vary: 'Accept' }, body };
}
