import { forbidden, invalidInput } from '@dayferry/core';
import { dav, type ClarkName } from '../clark.js';
import { closureOf } from '../privileges.table.js';
import { child, childrenNamed, requireRoot, type XmlElement } from './xml-element.js';

/** To whom an entry of an access list gives something. */
export type AcePrincipal = { href: string } | 'all' | 'authenticated' | 'owner';

/** One DAV:ace of RFC 3744 §8.1.1, after everything that we do not do has been refused by its precondition. */
export interface Ace {
  principal: AcePrincipal;
  privileges: ClarkName[];
}

const mostAces = 200;

export function parseAcl(root: XmlElement): Ace[] {
  const aces = childrenNamed(requireRoot(root, dav('acl')), dav('ace'));
  if (aces.length > mostAces) throw refuse('limited-number-of-aces', `An access list has at most ${mostAces} entries.`);
  return aces.map(parseAce);
}

const refuse = (code: string, reason: string): Error => forbidden(reason, { code });

function parseAce(ace: XmlElement): Ace {
  if (child(ace, dav('invert'))) throw refuse('no-invert', 'Entries cannot be inverted.');
  if (child(ace, dav('protected'))) throw refuse('no-protected-ace-conflict', 'A protected entry cannot be set.');
  if (child(ace, dav('inherited'))) throw refuse('no-inherited-ace-conflict', 'An inherited entry cannot be set.');
  if (child(ace, dav('deny'))) throw refuse('grant-only', 'Entries grant; they do not deny.');
  const grant = child(ace, dav('grant'));
  const principal = child(ace, dav('principal'));
  if (!grant || !principal)
    throw invalidInput('ace', 'A DAV:ace has a DAV:principal and a DAV:grant.', { code: 'xml' });
  return { principal: principalOf(principal), privileges: privilegesOf(grant) };
}

function principalOf(principal: XmlElement): AcePrincipal {
  const [choice, ...more] = principal.children;
  if (!choice || more.length > 0) throw invalidInput('principal', 'A DAV:principal names one.', { code: 'xml' });
  if (choice.name === dav('href')) return { href: choice.text.trim() };
  if (choice.name === dav('all')) return 'all';
  if (choice.name === dav('authenticated')) return 'authenticated';
  if (choice.name === dav('property') && child(choice, dav('owner'))) return 'owner';
  throw refuse('allowed-principal', 'An entry is for a principal by href, DAV:all, DAV:authenticated or the owner.');
}

function privilegesOf(grant: XmlElement): ClarkName[] {
  const names = childrenNamed(grant, dav('privilege')).flatMap(({ children }) => children.map(({ name }) => name));
  if (names.length === 0) throw invalidInput('grant', 'A DAV:grant has a DAV:privilege.', { code: 'xml' });
  const unknown = names.find((name) => closureOf(name) === null);
  if (unknown !== undefined) throw refuse('not-supported-privilege', `There is no privilege ${unknown.slice(0, 100)}.`);
  return names;
}
