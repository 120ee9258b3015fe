import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { LocalWorkspace } from '../conformance/local-workspace.js';
import { launchBrowser } from './browser.js';

/** Calls that fail as they do at an MLflow server of one user; the page shows nothing of it. */
const MAY_FAIL = [/^404 GET ajax-api\/2\.0\/mlflow\/users\/current$/];

/** A browser that trusts the certificate of the workspace, and no other that it would not trust anyway. */
export function launchTrustingBrowser(workspace: LocalWorkspace): Promise<Browser> {
  const { publicKey } = new X509Certificate(readFileSync(`${workspace.home}/tls/server.pem`));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const hash = createHash('sha256').update(key).digest('base64');
  return launchBrowser(`--ignore-certificate-errors-spki-list=${hash}`);
}

/** MLflow's own page as a user meets it. */
export class MlflowPage {
  /** What failed or went beyond this machine. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly uri: string
  ) {
    page.on('pageerror', error => this.complaints.push(String(error)));
    page.on('requestfailed', request => {
      this.complaints.push(`${request.failure()?.errorText ?? 'failed'} ${request.url()}`);
    });
    page.on('request', request => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1')
        this.complaints.push(`asked ${hostname}`);
    });
    page.on('response', response => {
      const path = new URL(response.url()).pathname.replace(new URL(`${uri}/`).pathname, '');
      const told = `${response.status()} ${response.request().method()} ${path}`;
      if (response.status() >= 400 && !MAY_FAIL.some(known => known.test(told)))
        this.complaints.push(told);
    });
  }

  /** Opens it with the file that `carry ui` writes. */
  static async open(
    browser: Browser,
    workspace: LocalWorkspace,
    ...options: string[]
  ): Promise<MlflowPage> {
    const told = await workspace.carry('ui', '--no-browser', ...options);
    const file = /: (\S+\.html)$/m.exec(told.stdout)?.[1];
    if (file === undefined) throw new Error(`carry ui said: ${told.stdout}${told.stderr}`);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const uri = workspace.environment.MLFLOW_TRACKING_URI ?? '';
    const opened = new MlflowPage(await context.newPage(), uri);
    await opened.page.goto(pathToFileURL(file).href);
    await opened.page.waitForURL(`${uri}/**`);
    return opened;
  }

  /** Goes to one of its views, as `/experiments/1`. */
  async show(view: string): Promise<void> {
    await this.page.goto(`${this.uri}/#${view}`);
  }

  /** Waits until the text is seen. */
  async sees(text: string | RegExp): Promise<void> {
    const exact = typeof text === 'string';
    await this.page.getByText(text, { exact }).first().waitFor({ timeout: 20_000 });
  }

  /** The errors that the page shows to its user, in the corner where it shows them. */
  errors(): Promise<string[]> {
    return this.page.locator('[role="alert"][class*="notification-notice"]').allInnerTexts();
  }

  /** Fails with the errors that have occurred so far. */
  async isCalm(): Promise<void> {
    expect([...this.complaints, ...(await this.errors())]).toEqual([]);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
