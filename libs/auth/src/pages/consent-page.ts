import { createHash } from 'node:crypto';
import type { Principal } from '@dayferry/core';
import { Html, html } from './html.js';
import { hidden, note, page } from './page.js';

export interface Consent {
  csrf: string;
  /** Where the form goes. */
  action: string;
  program: string;
  user: Principal;
  /** What it asks for, in sentences. */
  may: string[];
  /** Where the answer goes: a host, or the scheme of a program on this machine; absent for a device. */
  answerTo?: string;
  /** Goes back with the answer. */
  seal?: string;
}

export function consentPage({ csrf, action, program, user, may, answerTo, seal }: Consent): string {
  return page(
    'Let a program in',
    html`<div class="narrow">
      <h1>${program} asks for access</h1>
      <p>You are signed in as ${user.email}. The program could:</p>
      <ul>
        ${may.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
      ${answerTo === undefined ? undefined : html`<p><small>Your answer goes to ${answerTo}.</small></p>`}
      <form method="post" action="${action}">
        ${hidden({ _csrf: csrf, ...(seal === undefined ? {} : { seal }) })}
        <button name="decision" value="allow">Allow</button>
        <button class="quiet" name="decision" value="deny">Deny</button>
      </form>
      <p><small>You can end the access at any time on the page of your account.</small></p>
    </div>`,
  );
}

/** Leads on without a redirect: browsers hold the way that a form leads to `form-action`, and a program is elsewhere. */
export function forwardPage(address: string): string {
  const lead = html`<meta http-equiv="refresh" content="0;url=${address}" />`;
  return page(
    'One moment',
    html`<div class="narrow">
      <h1>One moment</h1>
      <p><a href="${address}">Continue</a></p>
    </div>`,
    { head: lead },
  );
}

const submit = 'document.forms[0].submit()';
const submitHash = `'sha256-${createHash('sha256').update(submit).digest('base64')}'`;

/** Posts the answer to the program by itself (OAuth 2.0 Form Post Response Mode); without scripts somebody presses the button. */
export function postPage(address: string, fields: Record<string, string>): string {
  return page(
    'One moment',
    html`<div class="narrow">
      <h1>One moment</h1>
      <form method="post" action="${address}">${hidden(fields)}<button>Continue</button></form>
      ${new Html(`<script>${submit}</script>`)}
    </div>`,
  );
}

/** The policy of that page, from that of the others: its form goes to the program, and its script is the only one. */
export function postPolicy(policy: string, address: string): string {
  const { origin, protocol } = new URL(address);
  const there = protocol.startsWith('http') ? origin : protocol;
  return policy
    .replace("form-action 'self'", `form-action ${there}`)
    .replace(/;script-src$/, `;script-src ${submitHash}`);
}

const button = (form: string, label: string): Html => html`<button form="${form}">${label}</button>`;

/** The pages allow no script, so what the library writes for one goes. */
const withoutScript = (form: string): Html => new Html(form.replaceAll(/ on\w+="[^"]*"/g, ''));

/** `form`: the OAuth library's own, with its token against forged requests. */
export function deviceCodePage(form: string, wrong: string | undefined): string {
  return page(
    'Connect a device',
    html`<div class="narrow">
      <h1>Connect a device</h1>
      ${wrong === undefined ? undefined : note(wrong, true)}
      <p>Type the code that the device shows.</p>
      ${withoutScript(form)} ${button('op.deviceInputForm', 'Continue')}
    </div>`,
  );
}

export function deviceConfirmPage(form: string, program: string, userCode: string): string {
  return page(
    'Connect a device',
    html`<div class="narrow">
      <h1>Does your device show this code?</h1>
      <p><code>${userCode}</code></p>
      <p>It is for ${program}. Go on only if you began this yourself, on a device that you have in front of you.</p>
      ${new Html(form)} ${button('op.deviceConfirmForm', 'It does')}
      <button class="quiet" form="op.deviceConfirmForm" name="abort" value="yes">It does not</button>
    </div>`,
  );
}

export function deviceDonePage(): string {
  return page(
    'Connected',
    html`<div class="narrow">
      <h1>Connected</h1>
      ${note('Go back to the device.')}
    </div>`,
  );
}
