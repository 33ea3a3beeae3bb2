import { lookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivateAddress } from '@dayferry/core';

/** A try takes this long at most, whatever the receiver does; this much of its answer is read. */
const limits = { milliseconds: 10_000, bytes: 65_536 };

export interface Delivery {
  url: URL;
  headers: Record<string, string>;
  allowsPrivate: boolean;
}

/**
 * Posts an empty body and gives the status; redirects are not followed. The check is on the address that the socket
 * connects to: a name that leads to a private network is refused before a packet leaves (hostile-inputs, ssrf-address).
 */
export function send({ url, headers, allowsPrivate }: Delivery): Promise<number> {
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!allowsPrivate && isIP(host) !== 0 && isPrivateAddress(host)) return reject(new BlockedAddress(host));
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const options = { method: 'POST', headers, agent: false, ...(allowsPrivate ? {} : { lookup: publicLookup }) };
    const signal = AbortSignal.timeout(limits.milliseconds);
    const request = start(url, { ...options, signal }, (answer) => {
      drain(answer).then(() => resolve(answer.statusCode ?? 0), reject);
    });
    request.on('error', reject);
    request.end();
  });
}

/** Reads the answer to its end, or to the limit; the status counts either way. */
async function drain(answer: IncomingMessage): Promise<void> {
  let size = 0;
  for await (const chunk of answer) {
    size += (chunk as Buffer).length;
    if (size > limits.bytes) break;
  }
  answer.destroy();
}

export class BlockedAddress extends Error {
  constructor(host: string) {
    super(`${host} is on a private network.`);
    this.name = 'BlockedAddress';
  }
}

/** Looks a name up and gives the socket public addresses only. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return callback(error, '');
    const open = found.filter(({ address }) => !isPrivateAddress(address));
    if (open.length === 0) return callback(new BlockedAddress(hostname), '');
    if (options.all) return callback(null, open);
    callback(null, open[0]!.address, open[0]!.family);
  });
};
