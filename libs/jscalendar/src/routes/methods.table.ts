import { getCollection } from './collection-get.js';
import { deleteCollection, deleteObject } from './delete.js';
import type { Answer, Exchange } from './exchange.js';
import { getHome } from './home-get.js';
import { getObject } from './object-get.js';
import { patchObjectRoute } from './patch.js';
import { postObject } from './post.js';
import { putObject } from './put.js';

export type Handler = (exchange: Exchange) => Promise<Answer>;
export type ResourceKind = 'home' | 'collection' | 'object';

/** What can be done where; `Allow` comes from here. HEAD is GET without its body. */
export const methods: Record<ResourceKind, Record<string, Handler>> = {
  home: { GET: getHome },
  collection: { GET: getCollection, POST: postObject, DELETE: deleteCollection },
  object: { GET: getObject, PUT: putObject, PATCH: patchObjectRoute, DELETE: deleteObject },
};
