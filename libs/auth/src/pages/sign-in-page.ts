import { html, type Html } from './html.js';
import { hidden, note, page } from './page.js';

export interface SignInForm {
  csrf: string;
  /** Where to go afterwards: a path of ours. */
  next: string;
  email?: string;
  /** Others that people can sign in through. */
  issuers: readonly { label: string; place: number }[];
  /** What was wrong with the attempt before. */
  wrong?: string;
}

export function signInPage({ csrf, next, email, wrong, issuers }: SignInForm): string {
  return page(
    'Sign in',
    html`<div class="narrow">
      <h1>Sign in</h1>
      ${wrong === undefined ? undefined : note(wrong, true)}
      <form method="post" action="/account/sign-in">
        ${hidden({ _csrf: csrf, next })}
        <label for="email">E-mail address</label>
        <input id="email" name="email" type="email" autocomplete="username" required value="${email}" />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <button>Sign in</button>
      </form>
      <p><small>The password of your account, not an app password.</small></p>
      ${issuers.map((issuer) => issuerLink(issuer, next))}
    </div>`,
  );
}

function issuerLink({ label, place }: SignInForm['issuers'][number], next: string): Html {
  return html`<p>
    <a class="button" href="/account/sign-in/${place}?next=${encodeURIComponent(next)}">Sign in with ${label}</a>
  </p>`;
}

export function errorPage(title: string, sentence: string): string {
  return page(
    title,
    html`<div class="narrow">
      <h1>${title}</h1>
      ${note(sentence, true)}
      <p><a href="/account">Back</a></p>
    </div>`,
  );
}
