import { BlockList, isIP } from 'node:net';
import { invalidInput } from '../errors.js';

const ranges: [address: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** Global unicast is 2000::/3; of it, addresses that stand for IPv4 ones and documentation are not let through. */
const ranges6: [address: string, bits: number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
];

const blocked = new BlockList();
for (const [address, bits] of ranges) blocked.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of ranges6) blocked.addSubnet(address, bits, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** True for an IP address that is not on the public internet: this machine, private and special networks. */
export function isPrivateAddress(address: string): boolean {
  if (isIP(address) === 4) return blocked.check(address, 'ipv4');
  return !globalUnicast.check(address, 'ipv6') || blocked.check(address, 'ipv6');
}

/**
 * The address of a receiver, as the URL parser reads it (so that decimal and octal forms of IP addresses show what they
 * are). Only https to the public internet, unless private receivers are allowed. InvalidInput with the codes
 * `receiver-not-https`, `receiver-no-host`, `receiver-not-allowed`.
 */
export function receiverUrl(text: string, allowsPrivate: boolean): URL {
  const url = URL.canParse(text) && text.length <= 2_048 ? new URL(text) : null;
  if (!url?.hostname) throw refused('receiver-no-host', 'The address of the receiver has no host.');
  const isHttp = url.protocol === 'https:' || (allowsPrivate && url.protocol === 'http:');
  if (!isHttp) throw refused('receiver-not-https', `WebHook callback must be HTTPS: ${text.slice(0, 200)}`);
  if (url.username || url.password || (!allowsPrivate && isInternal(url)))
    throw refused('receiver-not-allowed', `Unauthorized WebHook callback channel: ${text.slice(0, 200)}`);
  return url;
}

const refused = (code: string, message: string): Error => invalidInput('address', message, { code });

function isInternal({ hostname, port }: URL): boolean {
  if (port !== '' && port !== '443' && port !== '8443') return true;
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) !== 0) return isPrivateAddress(host);
  return !host.includes('.') || /\.(?:localhost|local|internal|lan|home|corp|intranet|arpa|test|invalid)$/i.test(host);
}
