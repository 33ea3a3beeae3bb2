const realm = 'Dayferry';

/**
 * Values for WWW-Authenticate on every 401. Basic comes first: several CalDAV clients read only the first one.
 * RFC 7617 §2.1: the charset parameter tells clients to send names and passwords in UTF-8.
 */
export function challenges(): string[] {
  return [`Basic realm="${realm}", charset="UTF-8"`, `Bearer realm="${realm}"`];
}
