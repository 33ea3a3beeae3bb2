import { openApiDocument } from '../openapi/document.js';
import { openApiPage } from '../openapi/page.js';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';

export function getOpenApi(exchange: Exchange): Promise<Answer> {
  return Promise.resolve(jsonAnswer(exchange, openApiDocument(`${exchange.publicUrl}${exchange.address.base}`)));
}

/** The same for people. */
export function getDocs({ publicUrl, address }: Exchange): Promise<Answer> {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  };
  return Promise.resolve({ status: 200, headers, body: openApiPage(`${publicUrl}${address.base}`) });
}
