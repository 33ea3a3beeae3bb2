import { allScopes, scopeOf, scopePrefix } from '../scopes.js';
import { scopeTexts } from '../scopes.table.js';

const v2Scopes = ['http', 'https'].flatMap((scheme) =>
  ['', '/'].map((end) => `${scheme}://www.google.com/calendar/feeds${end}`),
);

/** Scopes that say who somebody is, in OpenID Connect's words and in those of v3's clients, with the claims they open. */
export const claims = {
  openid: ['sub'],
  email: ['email', 'email_verified'],
  profile: ['name'],
  [`${scopePrefix}userinfo.email`]: ['email', 'email_verified'],
  [`${scopePrefix}userinfo.profile`]: ['name'],
};

/** Every scope that a program can ask for, in every spelling. */
export const oauthScopes: readonly string[] = [
  'offline_access',
  ...Object.keys(claims),
  ...allScopes,
  ...allScopes.map((scope) => scopePrefix + scope),
  ...v2Scopes,
];

const texts: Record<string, string> = {
  offline_access: 'Keep this access while you are away, until you end it',
  openid: 'Know that it is you',
  email: 'See your e-mail address',
  profile: 'See your name',
};

/** The scopes of a request that exist, each once. */
export function knownScopes(scope: string | undefined): string[] {
  const asked = new Set((scope ?? '').split(' '));
  return oauthScopes.filter((known) => asked.has(known));
}

/** What they let a program do, a sentence each, without saying anything twice. */
export function sentencesOf(scopes: readonly string[]): string[] {
  const sentences = scopes.map((scope) => {
    const calendar = scopeOf(scope);
    return calendar ? scopeTexts[calendar] : texts[scope.slice(scope.lastIndexOf('.') + 1)];
  });
  return [...new Set(sentences.filter((sentence) => sentence !== undefined))];
}
