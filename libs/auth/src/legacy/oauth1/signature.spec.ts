import { describe, expect, it } from 'vitest';
import { parametersOf } from './parameters.js';
import { baseString, encoded, isHmac } from './signature.js';

/** A request as RFC 5849 prints it. */
const raw = (url: string, authorization?: string, type?: string) => ({
  headers: { authorization, 'content-type': type },
  rawHeaders: [],
  url,
});

describe('the text that is signed', () => {
  it('is that of RFC 5849 §3.4.1.1, with parameters of the query, the header and the form', () => {
    const header =
      'OAuth realm="Example",oauth_consumer_key="9djdj82h48djs9d2",oauth_token="kkk9d7dh3k39sjv7",' +
      'oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201",oauth_nonce="7d8f3e4a",oauth_signature="bYT5CMsGcbgUdFHObYMEfcx6bsw%3D"';
    const request = {
      raw: raw('/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b', header, 'application/x-www-form-urlencoded'),
      body: Buffer.from('c2&a3=2+q'),
    };
    const text = baseString({
      method: 'post',
      address: 'http://example.com/request',
      parameters: parametersOf(request),
    });
    expect(text).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26' +
        'c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26' +
        'oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });

  it('leaves a body out that is no form', () => {
    const body = Buffer.from('a=1');
    expect(parametersOf({ raw: raw('/?b=2', undefined, 'application/atom+xml'), body })).toEqual([['b', '2']]);
  });

  it('encodes what RFC 5849 §3.6 names and nothing else', () => {
    expect(encoded("azAZ09-._~ !'()*/ü")).toBe('azAZ09-._~%20%21%27%28%29%2A%2F%C3%BC');
  });

  it.each(['OAuth a', 'OAuth a="1" b="2"', 'OAuth a="%"', 'OAuth a=1', 'OAuth ="1"'])('refuses %s', (header) => {
    expect(() => parametersOf({ raw: raw('/', header) })).toThrow(/cannot be read/);
  });

  it('is signed with both secrets (the example of OAuth Core 1.0, Appendix A.5)', () => {
    const base =
      'GET&http%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg%26oauth_consumer_key%3Ddpf43f3p2l4k3l03%26' +
      'oauth_nonce%3Dkllo9940pd9333jh%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1191242096%26' +
      'oauth_token%3Dnnch734d00sl2jdk%26oauth_version%3D1.0%26size%3Doriginal';
    const secrets = { consumer: 'kd94hf93k423kf44', token: 'pfkkdhi9sl3r4s00' };
    expect(isHmac(base, 'tR3+Ty81lMeYAr/Fid0kMTYa/WM=', secrets)).toBe(true);
    expect(isHmac(base, 'tR3+Ty81lMeYAr/Fid0kMTYa/WM', secrets)).toBe(false);
    expect(isHmac(base, 'tR3+Ty81lMeYAr/Fid0kMTYa/WM=', { ...secrets, token: '' })).toBe(false);
  });
});
