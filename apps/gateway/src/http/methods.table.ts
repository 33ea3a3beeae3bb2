/** Methods of WebDAV, CalDAV and ACL that Fastify does not know by itself. All of them may have a body. */
export const davMethods = [
  'PROPFIND',
  'PROPPATCH',
  'REPORT',
  'MKCALENDAR',
  'MKCOL',
  'COPY',
  'MOVE',
  'ACL',
  'LOCK',
  'UNLOCK',
  'SEARCH',
] as const;

/** What any address of the server may take; also the bound on the `method` label of metrics. */
export const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', ...davMethods];
