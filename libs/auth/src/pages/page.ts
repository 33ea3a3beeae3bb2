import { createHash } from 'node:crypto';
import { Html, html } from './html.js';

/** One column that fits a phone; the colours are the browser's own, light or dark. */
const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 22%, transparent); --key: #2457c5 }
@media (prefers-color-scheme: dark) { :root { --key: #8fb3ff } }
* { box-sizing: border-box }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1.25rem }
header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; margin-bottom: 1.5rem }
header a { font-weight: 700; color: inherit; text-decoration: none }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem }
h3 { font-size: 1rem; margin: 1rem 0 .2rem }
.narrow { max-width: 24rem; margin: 6vh auto 0 }
label { display: block; margin: .8rem 0 .2rem; font-weight: 600 }
input, select { font: inherit; width: 100%; padding: .6rem .7rem; border: 1px solid var(--line); border-radius: .5rem; background: transparent; color: inherit }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.1rem; margin-top: 1rem; border: 1px solid var(--key); border-radius: .5rem; background: var(--key); color: Canvas; cursor: pointer }
a.button { display: block; text-align: center; font-weight: 600; min-height: 2.75rem; padding: .6rem 1.1rem; border: 1px solid var(--key); border-radius: .5rem; color: var(--key); text-decoration: none }
button.quiet { background: transparent; color: var(--key); margin-top: 0 }
:focus-visible { outline: 3px solid var(--key); outline-offset: 2px }
ul.rows { list-style: none; margin: 0; padding: 0 }
ul.rows li { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: center; padding: .7rem 0; border-top: 1px solid var(--line) }
ul.rows li > :first-child { flex: 1 1 14rem }
ul.rows form { margin: 0 }
small { opacity: .75; display: block }
code { font-size: .95rem; overflow-wrap: anywhere; user-select: all }
.note { border: 1px solid var(--line); border-left: .3rem solid var(--key); border-radius: .5rem; padding: .8rem 1rem; margin: 1rem 0 }
.note.wrong { border-left-color: #c62828 }
dt { font-weight: 600; margin-top: .7rem }
dd { margin: 0 }
`;

export const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** To the letter what the hash is of. */
const styleElement = new Html(`<style>${style}</style>`);

/** A whole page. `end`: what stands at the right of the heading; `head`: more of the document's head. */
export function page(title: string, body: Html, { end, head }: { end?: Html; head?: Html } = {}): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${head}
        <title>${title} – Dayferry</title>
        ${styleElement}
      </head>
      <body>
        <header><a href="/account">Dayferry</a>${end}</header>
        <main>${body}</main>
      </body>
    </html> `.text;
}

/** Something to be told before the rest: role `status`, or `alert` for what went wrong. */
export function note(text: string, isWrong = false): Html {
  return isWrong
    ? html`<p class="note wrong" role="alert">${text}</p>`
    : html`<p class="note" role="status">${text}</p>`;
}

/** A form without fields that one sees: a button. */
export function buttonForm(action: string, label: string, fields: Record<string, string>): Html {
  return html`<form method="post" action="${action}">${hidden(fields)}<button class="quiet">${label}</button></form>`;
}

export function hidden(fields: Record<string, string>): Html[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);
}
