import type { Calendar, Credential, Principal } from '@dayferry/core';
import type { Program } from '../oauth/programs.js';
import { html, type Html } from './html.js';
import { buttonForm, hidden, page } from './page.js';

export interface Account {
  user: Principal;
  csrf: string;
  publicUrl: string;
  /** All of theirs, oldest first. */
  credentials: Credential[];
  programs: Program[];
  /** Calendars that the user owns. */
  calendars: Calendar[];
  /** What has just been done. */
  told?: Html;
}

export function accountPage(account: Account): string {
  const { user, csrf, told } = account;
  const end = buttonForm('/account/sign-out', 'Sign out', { _csrf: csrf });
  return page(
    'Your account',
    html`<h1>${user.name}</h1>
      <p>${user.email}</p>
      ${told} ${appPasswords(account)} ${connectedPrograms(account)} ${privateAddresses(account)}
      ${instructions(account)} ${signingIn(account)}`,
    { end },
  );
}

const day = (millis: number): string => new Date(millis).toISOString().slice(0, 10);

export const isRevocable = ({ kind }: Credential): boolean => kind === 'app-password' || kind === 'token';

function appPasswords({ credentials, csrf }: Account): Html {
  return html`<section aria-labelledby="app-passwords">
    <h2 id="app-passwords">App passwords and tokens</h2>
    <p>One for each device or program, so that you can take it away alone.</p>
    <ul class="rows">
      ${credentials.filter(isRevocable).map((credential) => credentialRow(credential, csrf))}
    </ul>
    <form method="post" action="/account/app-passwords">
      ${hidden({ _csrf: csrf })}
      <label for="name">Name of the device or program</label>
      <input id="name" name="name" required maxlength="100" placeholder="My phone" />
      <label for="access">It may</label>
      <select id="access" name="access">
        <option value="calendar">see and change my calendars</option>
        <option value="calendar.readonly">only see my calendars</option>
      </select>
      <label for="protocol">It speaks</label>
      <select id="protocol" name="protocol">
        <option value="">anything</option>
        <option value="caldav">CalDAV</option>
        <option value="jscalendar">JSCalendar</option>
        <option value="v3">Calendar API v3</option>
        <option value="v2">Calendar Data API v2</option>
      </select>
      <button>Make an app password</button>
    </form>
  </section>`;
}

function credentialRow({ key, kind, name, scopes, protocols, created, lastUsed }: Credential, csrf: string): Html {
  const limits = [scopes.join(' '), protocols?.join(' ')].filter(Boolean).join(', ');
  const used = lastUsed === undefined ? 'never used' : `last used ${day(lastUsed)}`;
  return html`<li>
    <span>${name} <small>${kind.replace('-', ' ')}, ${limits}; since ${day(created)}, ${used}</small></span>
    ${buttonForm('/account/app-passwords/revoke', 'Revoke', { _csrf: csrf, id: key })}
  </li>`;
}

function connectedPrograms({ programs, csrf }: Account): Html {
  return html`<section aria-labelledby="connected">
    <h2 id="connected">Connected programs</h2>
    <p>${programs.length ? 'You let these in without a password.' : 'There are none.'}</p>
    <ul class="rows">
      ${programs.map(
        ({ clientId, name, may, since }) =>
          html`<li>
            <span>${name} <small>since ${day(since)}: ${may.join('; ')}</small></span>
            ${buttonForm('/account/programs/revoke', 'Disconnect', { _csrf: csrf, id: clientId })}
          </li>`,
      )}
    </ul>
  </section>`;
}

function privateAddresses({ calendars, csrf }: Account): Html {
  return html`<section aria-labelledby="private-addresses">
    <h2 id="private-addresses">Private addresses</h2>
    <p>Whoever has one can read the calendar without signing in. A new one ends the one before.</p>
    <ul class="rows">
      ${calendars.map(
        ({ id, title, linkHash }) =>
          html`<li>
            <span>${title} <small>${linkHash === undefined ? 'has none' : 'has one'}</small></span>
            ${buttonForm('/account/private-address/reset', linkHash === undefined ? 'Make one' : 'Reset', { _csrf: csrf, id })}
            ${linkHash === undefined ? undefined : buttonForm('/account/private-address/remove', 'Remove', { _csrf: csrf, id })}
          </li>`,
      )}
    </ul>
  </section>`;
}

function instructions({ user: { email }, publicUrl }: Account): Html {
  const home = `${publicUrl}/dav/calendars/${encodeURIComponent(email)}/`;
  const rest = `${publicUrl}/rest/${encodeURIComponent(email)}/calendar/`;
  return html`<section aria-labelledby="programs">
    <h2 id="programs">Connect a program</h2>
    <p>The user name is <code>${email}</code>, the password an app password from above.</p>
    <dl>
      <dt>Apple Calendar (iPhone, iPad, Mac)</dt>
      <dd>
        <a href="/account/dayferry.mobileconfig">Install the configuration profile</a>, or add a CalDAV account with the
        server <code>${publicUrl}/</code>
      </dd>
      <dt>Thunderbird</dt>
      <dd>New calendar, On the network, location <code>${publicUrl}/</code></dd>
      <dt>DAVx⁵ (Android)</dt>
      <dd>Login with URL and user name, base URL <code>${publicUrl}/</code></dd>
      <dt>Evolution, GNOME</dt>
      <dd>New CalDAV calendar, URL <code>${home}</code></dd>
      <dt>vdirsyncer, calcurse and others</dt>
      <dd><code>${home}</code></dd>
      <dt>Calendar API v3 programs</dt>
      <dd>
        Root URL <code>${publicUrl}/</code>, discovery document
        <code>${publicUrl}/discovery/v1/apis/calendar/v3/rest</code>
      </dd>
      <dt>Calendar Data API v2 programs</dt>
      <dd><code>${publicUrl}/calendar/feeds/default/private/full</code></dd>
      <dt>JSCalendar programs</dt>
      <dd><code>${rest}</code></dd>
    </dl>
  </section>`;
}

function signingIn({ credentials, user, csrf }: Account): Html {
  const elsewhere = credentials
    .filter(({ kind }) => kind === 'identity')
    .map(({ name }) => html`<li>with ${name}</li>`);
  const hasPassword = credentials.some(({ kind }) => kind === 'password');
  return html`<section aria-labelledby="password">
    <h2 id="password">How you sign in here</h2>
    <ul>
      ${hasPassword ? html`<li>with the password of this account</li>` : undefined} ${elsewhere}
    </ul>
    ${hasPassword ? passwordForm(user.email, csrf) : undefined}
  </section>`;
}

function passwordForm(email: string, csrf: string): Html {
  return html`<form method="post" action="/account/password">
    ${hidden({ _csrf: csrf })}
    <input type="hidden" name="username" autocomplete="username" value="${email}" />
    <label for="current">Password now</label>
    <input id="current" name="current" type="password" autocomplete="current-password" required />
    <label for="new">New password, at least 10 characters</label>
    <input id="new" name="new" type="password" autocomplete="new-password" required minlength="10" maxlength="1024" />
    <button>Change it and sign out everywhere</button>
  </form>`;
}
