export { AuthModule, type AuthModuleOptions } from './auth.module.js';
export { Authenticator, type AuthenticatorDependencies, type SignInRequest } from './authenticator.js';
export { challenges } from './challenges.js';
export {
  createAppPassword,
  createToken,
  issueCredential,
  listCredentials,
  revokeCredential,
  type CredentialDependencies,
  type IssuedCredential,
  type NewCredential,
} from './credentials.js';
export { allScopes, protocolNames, readScopes, scopeOf, type Scope } from './scopes.js';
export { hashSecret, isOwnSecret, newSecret, verifySecret } from './secret.js';
export { PUBLIC_URL } from './tokens.js';
