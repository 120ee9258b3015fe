import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { LocalWorkspace } from '../conformance/local-workspace.js';
import { launchBrowser } from './browser.js';

/** Calls that also fail on an MLflow server without accounts; the page does not show these errors. */
const MAY_FAIL = [/^404 GET ajax-api\/2\.0\/mlflow\/users\/current$/];

/** A browser that trusts the certificate of the workspace in addition to its usual ones. */
export function launchTrustingBrowser(workspace: LocalWorkspace): Promise<Browser> {
  const { publicKey } = new X509Certificate(readFileSync(`${workspace.home}/tls/server.pem`));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const hash = createHash('sha256').update(key).digest('base64');
  return launchBrowser(`--ignore-certificate-errors-spki-list=${hash}`);
}

/** Controls MLflow's web page as a user does. */
export class MlflowPage {
  /** Failed requests, and requests to other machines. */
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
      const line = `${response.status()} ${response.request().method()} ${path}`;
      if (response.status() >= 400 && !MAY_FAIL.some(known => known.test(line)))
        this.complaints.push(line);
    });
  }

  /** Opens it with the file that `carry ui` writes. */
  static async open(
    browser: Browser,
    workspace: LocalWorkspace,
    ...options: string[]
  ): Promise<MlflowPage> {
    const ui = await workspace.carry('ui', '--no-browser', ...options);
    const file = /: (\S+\.html)$/m.exec(ui.stdout)?.[1];
    if (file === undefined) throw new Error(`carry ui said: ${ui.stdout}${ui.stderr}`);
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

  /** Waits until the text is visible. */
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
