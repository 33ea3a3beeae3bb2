import type { IncomingMessage } from 'node:http';

/** What of a request says who is asking: a request of Fastify's, or one part of a batch. */
export interface SignInRequest {
  raw: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url' | 'method'>;
  /** Network address of the client. */
  ip?: string;
  /** Its octets, where it has any: OAuth 1.0 signs forms. */
  body?: unknown;
}
