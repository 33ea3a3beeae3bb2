/** Where the OAuth server is. They are the paths that v3's clients derive from the old service's. */
export const paths = {
  authorization: '/o/oauth2/v2/auth',
  token: '/token',
  revocation: '/revoke',
  introspection: '/oauth2/introspect',
  jwks: '/oauth2/v3/certs',
  userinfo: '/oauth2/v3/userinfo',
  device_authorization: '/device/code',
  code_verification: '/device',
  registration: '/oauth2/register',
} as const;

/** Older spellings of the same. */
export const aliases: Readonly<Record<string, string>> = {
  '/o/oauth2/auth': paths.authorization,
  '/o/oauth2/token': paths.token,
  '/oauth2/v4/token': paths.token,
  '/o/oauth2/revoke': paths.revocation,
  '/o/oauth2/device/code': paths.device_authorization,
};

/** What a token is good for, in the forms of the old service. */
export const tokenInfoPaths = ['/tokeninfo', '/oauth2/v3/tokeninfo', '/oauth2/v1/tokeninfo'];

export const metadataPaths = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];
