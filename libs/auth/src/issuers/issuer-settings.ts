/** Somebody else's OpenID Connect server that vouches for people of ours. */
export interface IssuerSettings {
  /** Its address, to the letter what `iss` says. */
  issuer: string;
  /** What the sign-in page calls it. */
  label: string;
  /** Mail domains whose addresses it may vouch for. */
  domains: string[];
  /** Whether somebody whom nobody added is made a user. */
  users: 'link' | 'create';
  /** What `aud` of its access tokens has to name; absent: its tokens open nothing here. */
  audience?: string[];
  /** Our scopes for its own words; those that are called as ours need no row. */
  scopes: Record<string, string[]>;
  /** By which it knows us; absent: nobody signs in to our pages through it. */
  clientId?: string;
  clientSecret?: string;
}
