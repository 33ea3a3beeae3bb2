import { changesOf, type CalendarEdit } from '../parse/calendar-edit.js';
import { parseProppatch } from '../parse/proppatch.js';
import { settable } from '../parse/settable.table.js';
import { multistatus } from '../render/multistatus.js';
import { href } from '../render/xml-text.js';
import { requireBody } from './body.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { runUpdates } from './property-updates.js';
import { resolve, signedIn, type CalendarResource } from './resource.js';

/** RFC 4918 §9.2. Only calendars have properties that can be changed; arbitrary ones are not kept. */
export async function proppatch(exchange: Exchange): Promise<Answer> {
  const updates = parseProppatch(requireBody(exchange));
  signedIn(exchange.viewer);
  const resource = await resolve(exchange);
  const open = resource.kind === 'calendar' ? resource.open : null;
  const likelyZones = open ? [open.calendar.timeZone] : [];
  const outcome = runUpdates(updates, open ? settable : new Map(), {
    viewer: exchange.viewer,
    open,
    likelyZones,
    limits: exchange.core.limits,
  });
  if (resource.kind === 'calendar' && !outcome.hasFailed) await apply(exchange, resource, outcome.edit);
  return multistatus([`<D:response>${href(hrefOf(resource.address))}${outcome.propstats}</D:response>`]);
}

async function apply({ core }: Exchange, { open }: CalendarResource, edit: CalendarEdit): Promise<void> {
  const changes = changesOf(edit, open);
  if (changes.calendar) await core.calendars.update(open, changes.calendar);
  if (changes.entry) await core.calendars.updateEntry(open, changes.entry);
}
