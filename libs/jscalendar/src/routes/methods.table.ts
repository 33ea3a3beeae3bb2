import { getCalendar, patchCalendar, removeCalendar } from './calendar-object.js';
import { getCalendars, postCalendar } from './calendars.js';
import { getCollection } from './collection-get.js';
import { postConvert } from './convert.js';
import { deleteCollection, deleteObject } from './delete.js';
import { getDocs, getOpenApi } from './describe.js';
import type { Answer, Exchange } from './exchange.js';
import { getFreeBusy, postFreeBusy } from './free-busy.js';
import { getHome } from './home-get.js';
import { deleteNotice, getInbox } from './inbox.js';
import { deleteLink, getLink, postLink } from './link.js';
import { getLinks, postLinks } from './links.js';
import { getObject } from './object-get.js';
import { patchObjectRoute } from './patch.js';
import { postAction } from './action.js';
import { postObject } from './post.js';
import { getPrincipal, getPrincipals } from './principals.js';
import { putObject } from './put.js';
import type { ResourceKind } from './resource-kind.js';
import { getSettings } from './settings-get.js';
import { deleteShare, getShare, getSharing, putShare } from './sharing.js';

export type Handler = (exchange: Exchange) => Promise<Answer>;

/** What can be done where; `Allow` comes from here. HEAD is GET without its body. */
export const methods: Record<ResourceKind, Record<string, Handler>> = {
  home: { GET: getHome },
  collection: { GET: getCollection, POST: postObject, DELETE: deleteCollection },
  object: { GET: getObject, PUT: putObject, PATCH: patchObjectRoute, DELETE: deleteObject, POST: postAction },
  links: { GET: getLinks, POST: postLinks },
  link: { GET: getLink, POST: postLink, DELETE: deleteLink },
  calendars: { GET: getCalendars, POST: postCalendar },
  calendar: { GET: getCalendar, PATCH: patchCalendar, DELETE: removeCalendar },
  sharing: { GET: getSharing },
  share: { GET: getShare, PUT: putShare, DELETE: deleteShare },
  freebusy: { GET: getFreeBusy },
  outbox: { POST: postFreeBusy },
  inbox: { GET: getInbox },
  notice: { DELETE: deleteNotice },
  settings: { GET: getSettings },
  principals: { GET: getPrincipals },
  principal: { GET: getPrincipal },
  convert: { POST: postConvert },
  'openapi.json': { GET: getOpenApi },
  docs: { GET: getDocs },
};
