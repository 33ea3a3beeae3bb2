import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { protocols } from './protocols.table.js';
import { version } from './version.js';

const style = `
:root { color-scheme: light dark }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem }
h1 { font-size: 1.6rem; margin-bottom: 0 }
p { margin-top: .3rem }
dt { font-weight: 600; margin-top: 1.2rem }
dd { margin: 0 }
code { font-size: .95rem; overflow-wrap: anywhere }
footer { margin-top: 3rem; opacity: .6; font-size: .9rem }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

const securityHeaders = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'`,
  'referrer-policy': 'no-referrer',
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
};

/** A browser's GET of the root. PROPFIND and OPTIONS there are CalDAV's. */
export function isFrontPage({ raw }: FastifyRequest): boolean {
  if (raw.method !== 'GET' && raw.method !== 'HEAD') return false;
  return raw.url === '/' || raw.url!.startsWith('/?');
}

/** What this server is, and the four addresses. Made once; it shows nothing of anybody. */
export function frontPage(publicUrl: string): { html: string; headers: Record<string, string> } {
  const entries = protocols.map(
    ({ title, address }) => `<dt>${title}</dt>\n<dd><code>${escape(address(publicUrl, 'you@example.org'))}</code></dd>`,
  );
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dayferry</title>
<style>${style}</style>
</head>
<body>
<h1>Dayferry</h1>
<p>One calendar server, four protocols. Give one of these addresses to a calendar program.</p>
<dl>
${entries.join('\n')}
</dl>
<p>Sign in with your e-mail address and an app password, or with a token: <a href="/account">your account</a> makes them.</p>
<footer>Version ${version}</footer>
</body>
</html>
`;
  return { html, headers: securityHeaders };
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]!);
