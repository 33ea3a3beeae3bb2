import { Agent, request } from 'node:http';

/**
 * Any method on some kept-alive connections for some seconds; the shape of autocannon's answer as far as it is read. A
 * `url` or `body` that is a function makes a new one for each request.
 */
export async function load({ url, method, headers, body, connections }, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const result = { non2xx: 0, errors: 0 };
  const times = [];
  const end = Date.now() + seconds * 1000;
  const worker = async () => {
    while (Date.now() < end) {
      const begun = performance.now();
      const made = (value) => (typeof value === 'function' ? value() : value);
      const status = await once({ url: made(url), method, headers, body: made(body), agent });
      times.push(performance.now() - begun);
      if (status > 299) result.non2xx += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    ...result,
    requests: { average: times.length / seconds },
    latency: { p99: Math.round(times[Math.floor(times.length * 0.99)]) },
  };
}

function once({ url, method, headers, body, agent }) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (answer) => {
      answer.on('data', () => undefined);
      answer.on('end', () => resolve(answer.statusCode));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
