import { html } from '../pages/html.js';
import { note, page } from '../pages/page.js';
import { digitWords } from './digits.table.js';

/** The code that a person types into a program; null: they did not let it in. */
export function verifierPage(verifier: string | null): string {
  const content =
    verifier === null
      ? note('The program was not let in.')
      : html`<p>Type this code into the program:</p>
          <p><code>${verifier}</code></p>`;
  return page(
    'Go back to the program',
    html`<div class="narrow">
      <h1>Go back to the program</h1>
      ${content}
    </div>`,
  );
}

/** What the picture shows, for those who cannot see it. */
export function captchaPage(digits: string): string {
  const words = [...digits].map((digit) => digitWords[Number(digit)]).join(', ');
  return page(
    'Digits to type',
    html`<div class="narrow">
      <h1>Digits to type</h1>
      <p>The program that you are signing in to shows a picture of digits. In words they are:</p>
      <p><strong>${words}</strong></p>
      <p>Type them as digits, without spaces.</p>
    </div>`,
  );
}
