import { protocols, type Visitor } from '../protocols.table.js';
import { version } from '../version.js';
import type { FirstRun } from './first-run.js';

export interface GreetingOptions {
  publicUrl: string;
  firstRun: FirstRun | null;
  hasColours: boolean;
}

type Paint = (code: number, text: string) => string;

/** What a person sees when the server has started: who they are, where to point clients, one command to try each. */
export function greeting({ publicUrl, firstRun, hasColours }: GreetingOptions): string {
  const paint: Paint = (code, text) => (hasColours ? `\u001b[${code}m${text}\u001b[0m` : text);
  const heading = `${paint(1, 'Dayferry')} ${version}  ${paint(2, 'one calendar, four protocols')}`;
  const who = firstRun ?? { email: 'you@example.org', password: '<app password>', token: '<token>' };
  const blocks = protocols.map(({ title, address, command }) =>
    [`  ${paint(1, title.padEnd(22))}${address(publicUrl, who.email)}`, `  ${paint(2, command(publicUrl, who))}`].join(
      '\n',
    ),
  );
  const credentials = firstRun ? created(firstRun, paint) : placeholders(paint);
  const ready = `  ${paint(32, 'Ready')} on ${publicUrl} — stop with Ctrl-C`;
  return ['', `  ${heading}`, credentials, ...blocks, ready, ''].join('\n\n').slice(1);
}

function created({ email, password, token }: Visitor, paint: Paint): string {
  return [
    `  ${paint(33, 'First start: an administrator was made. Keep these, they are not shown again.')}`,
    '',
    `    user          ${email}`,
    `    password      ${password}   ${paint(2, 'for calendar programs, and for your page at /account')}`,
    `    token         ${token}   ${paint(2, 'for scripts')}`,
    `    app password  npx dayferry app-password add ${email}   ${paint(2, 'for programs that sign in by ClientLogin')}`,
  ].join('\n');
}

function placeholders(paint: Paint): string {
  return [
    `  ${paint(2, 'To sign in:')}`,
    '    npx dayferry app-password add you@example.org   for calendar programs',
    '    npx dayferry token add you@example.org          for scripts',
  ].join('\n');
}
