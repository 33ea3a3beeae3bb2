export { AuthModule, type AuthModuleOptions } from './auth.module.js';
export { Authenticator, type AuthenticatorDependencies } from './authenticator.js';
export { challenges } from './challenges.js';
export {
  createAppPassword,
  createCredential,
  createToken,
  issueCredential,
  listCredentials,
  replacePassword,
  revokeCredential,
  saveIssued,
  type Actor,
  type CredentialDependencies,
  type IssuedCredential,
  type NewCredential,
} from './credentials.js';
export type { IssuerSettings } from './issuers/issuer-settings.js';
export { Issuers } from './issuers/issuers.js';
export { addConsumer, listConsumers, removeConsumer, type Consumer, type NewConsumer } from './legacy/consumers.js';
export { setDoors } from './legacy/doors.js';
export { LegacyKeys } from './legacy/keys.js';
export { legacySignIn, type LegacySignIn } from './legacy/legacy-sign-in.js';
export type { LinkGuesses } from './link-guesses.js';
export { addClient, listClients, removeClient, type NewClient, type OauthClient } from './oauth/clients.js';
export { registerPages } from './pages/register-pages.js';
export { allScopes, protocolNames, readScopes, scopeOf, type Scope } from './scopes.js';
export { keyFile } from './service-accounts/key-file.js';
export {
  addServiceAccount,
  listServiceAccounts,
  removeServiceAccount,
  type ServiceAccount,
} from './service-accounts/service-accounts.js';
export { hashSecret, isOwnSecret, newSecret, verifySecret } from './secret.js';
export type { SignInRequest } from './sign-in-request.js';
export { mostFailures } from './throttle.js';
export { PUBLIC_URL } from './tokens.js';
