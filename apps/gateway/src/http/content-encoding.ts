import { Transform, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { RequestPayload } from 'fastify';

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

interface RefusedBody extends Error {
  statusCode: number;
  answerHeaders?: Record<string, string>;
}

function refuse(statusCode: number, message: string, answerHeaders?: Record<string, string>): RefusedBody {
  return Object.assign(new Error(message), { statusCode, answerHeaders });
}

/**
 * The body without its Content-Encoding. 415 for unknown and for stacked codings; later, as an error of the stream, 400
 * for one that is cut short and 413 as soon as the decoded size passes the limit: the rest is not decoded at all.
 */
export function decodeBody(payload: RequestPayload, coding: string, limit: number): RequestPayload {
  const name = coding.trim().toLowerCase();
  if (name === 'identity' || name === '') return payload;
  const makeDecoder = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  // RFC 9110 §12.5.3: the answer says which codings would have been taken.
  if (!makeDecoder) throw refuse(415, 'unsupported coding', { 'accept-encoding': 'gzip, deflate, br' });
  return connect(payload, makeDecoder(), limit);
}

function connect(payload: Readable, decoder: Transform, limit: number): RequestPayload {
  const decoded: Transform & { receivedEncodedLength?: number } = limited(limit);
  decoded.receivedEncodedLength = 0;
  const stop = (error: Error): void => {
    // The request itself stays whole, so that it can still be answered.
    payload.unpipe(decoder);
    decoder.destroy();
    decoded.destroy(error);
  };
  payload.on('data', (chunk: Buffer) => (decoded.receivedEncodedLength! += chunk.length));
  payload.on('error', stop);
  decoder.on('error', () => stop(refuse(400, 'the body cannot be decoded')));
  decoded.on('error', () => stop(refuse(413, 'the body is too large')));
  payload.pipe(decoder).pipe(decoded);
  return decoded;
}

function limited(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      size += chunk.length;
      if (size > limit) callback(refuse(413, 'the body is too large'));
      else callback(null, chunk);
    },
  });
}
