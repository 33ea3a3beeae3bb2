import { operations, paths } from './operations.table.js';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}' +
  'code{background:#f2f2f2;padding:.1em .3em}dt{margin-top:1.2rem;font-weight:600}dd{margin:.2rem 0 0 1rem}' +
  '@media(prefers-color-scheme:dark){body{color:#ddd;background:#111}code{background:#222}}';

/** The description as a page; everything on it is a constant of ours but the address. */
export function openApiPage(server: string): string {
  const rows = operations.map(({ kind, method, summary, query = {}, takes }) => {
    const parameters = Object.entries(query).map(
      ([name, text]) => `<dd><code>?${escapeHtml(name.replace('!', ''))}</code> ${escapeHtml(text)}</dd>`,
    );
    const body = takes === undefined ? '' : `<dd>Body: <code>${takes}</code></dd>`;
    return `<dt><code>${method} ${escapeHtml(paths[kind])}</code></dt><dd>${escapeHtml(summary)}</dd>${body}${parameters.join('')}`;
  });
  return (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>JSCalendar interface</title><style>${style}</style><h1>JSCalendar interface</h1>` +
    `<p>Below <code>${escapeHtml(server)}</code>. Machines read <a href="openapi.json">openapi.json</a>.</p>` +
    `<dl>${rows.join('')}</dl></html>`
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
