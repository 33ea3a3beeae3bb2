import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { fileBeside } from './program.js';

export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1_280, height: 800 } };
export type Size = keyof typeof sizes;

/** A browser, and the site of a program that it is sent back to. */
export class Visit {
  private constructor(
    private readonly browser: Browser,
    private readonly program: Server,
  ) {}

  static async begin(): Promise<Visit> {
    const program = createServer((_request, response) => response.end('<p>Back in the program</p>')).listen(
      0,
      '127.0.0.1',
    );
    await once(program, 'listening');
    return new Visit(await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] }), program);
  }

  /** Origin of the program's site. */
  get site(): string {
    return `http://127.0.0.1:${(this.program.address() as AddressInfo).port}`;
  }

  open(size: Size): Promise<Screen> {
    return Screen.open(this.browser, size);
  }

  async end(): Promise<void> {
    await this.browser.close();
    this.program.close();
    this.program.closeAllConnections();
  }
}

/** A page of a browser on a phone or a desktop, in a session of its own. */
export class Screen {
  private readonly complaints: string[] = [];

  private constructor(
    private readonly size: Size,
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('console', (message) => void (message.type() === 'error' && this.complaints.push(message.text())));
    page.on('pageerror', (error) => void this.complaints.push(error.message));
  }

  static async open(browser: Browser, size: Size): Promise<Screen> {
    const context = await browser.newContext({ viewport: sizes[size] });
    return new Screen(size, context, await context.newPage());
  }

  /** Nothing that the pages forbid was tried, styles and forms of their own included. */
  async close(): Promise<void> {
    await this.context.close();
    // It also says of every 4xx that the resource failed to load.
    expect(this.complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
  }

  /** Keeps what one sees, which fits the width. */
  async look(name: string): Promise<void> {
    await this.page.screenshot({ path: fileBeside(`../artefacts/${this.size}-${name}.png`), fullPage: true });
    expect(await this.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    expect(await this.page.evaluate("getComputedStyle(document.querySelector('button, a, code')).fontFamily")).not.toBe(
      '',
    );
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }
}
