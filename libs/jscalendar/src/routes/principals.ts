import { type JsonObject, notFound, type Principal, unauthenticated } from '@dayferry/core';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { addressOf } from './user.js';

/** Rooms are resources here; the original server has them in a tree of their own. */
const trees: Record<string, Principal['kind']> = {
  users: 'user',
  groups: 'group',
  resources: 'resource',
  locations: 'resource',
};

/** Whom the directory shows the viewer: everybody, or one kind of them. */
export async function getPrincipals(exchange: Exchange): Promise<Answer> {
  const { address, core, viewer } = exchange;
  if (!viewer.user) throw unauthenticated();
  const [tree] = address.rest;
  const kind = tree === undefined ? undefined : kindOf(tree);
  const shown = (await core.people.all(viewer)).filter((one) => kind === undefined || one.kind === kind);
  return jsonAnswer(exchange, {
    responses: Object.fromEntries(shown.map((one) => [pathOf(one), principalObject(one)])),
  });
}

/** One of them, with the groups that it is in, or who is in it. */
export async function getPrincipal(exchange: Exchange): Promise<Answer> {
  const { address, core, viewer } = exchange;
  const [tree = '', name = ''] = address.rest;
  const found = await core.people.find(viewer, addressOf(name, viewer));
  if (found.kind !== kindOf(tree)) throw notFound();
  const related =
    found.kind === 'group'
      ? { members: (await core.people.membersOf(viewer, found)).map(pathOf) }
      : { memberOf: (await core.people.groupsOf(viewer, found)).map(pathOf) };
  return jsonAnswer(exchange, { ...principalObject(found), ...related });
}

function kindOf(tree: string): Principal['kind'] {
  if (Object.hasOwn(trees, tree)) return trees[tree]!;
  throw notFound();
}

function pathOf({ kind, email }: Principal): string {
  return `/principals/${kind}s/${encodeURIComponent(email)}/`;
}

function principalObject({ kind, name, email }: Principal): JsonObject {
  const principal = { '@type': 'Principal', kind, name, email };
  return kind === 'group' ? principal : { ...principal, home: `/${encodeURIComponent(email)}/` };
}
