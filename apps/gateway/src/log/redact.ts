const hidden = '[redacted]';

/** Each keeps what stands before the secret ($1). They run on whole log lines, so a quote or backslash ends a secret. */
const secrets: readonly RegExp[] = [
  // Tokens and keys in queries, also percent-encoded inside another query value.
  /((?:[?&]|%3[fF]|%26)(?:access_token|oauth_token|refresh_token|id_token|token|key|auth|password|code|client_secret|id_token_hint|user_code|oauth_token_secret|oauth_verifier|oauth_signature|ctoken|logintoken|Passwd)(?:=|%3[dD]))[^&\s"\\#]+/gi,
  // Magic cookies of private feeds: /calendar/feeds/<id>/private-<cookie>/basic
  /(\/private-)[^/\s"\\?#]+/gi,
  /((?:Basic|Bearer|GoogleLogin auth=|AuthSub token=(?:\\?")?)\s*)[\w.~+/=%-]{6,}/gi,
  // Authorizations under way, which a cookie of the same value continues.
  /(\/(?:account\/authorize|o\/oauth2\/v2\/auth|device)\/)(?!code\b)[^/\s"\\?#]+/g,
  // Signed tokens and assertions: no signature is left that anybody could use.
  /(eyJ[\w-]{5,}\.)[\w-]+\.[\w-]*/g,
  // Our own secrets, wherever they turn up.
  /(df_)[\w-]{20,}/g,
];

/** Text without the secrets that may stand in an address or a header. */
export function redact(text: string): string {
  return secrets.reduce((rest, pattern) => rest.replace(pattern, `$1${hidden}`), text);
}
