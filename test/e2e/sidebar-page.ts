import type { Browser, Locator, Page } from 'playwright-core';
import { keepPicture } from './browser.js';
import type { Lab } from './lab.js';

/** Where JupyterLab listens, and the token that signs in. */
type LabAddress = Pick<Lab, 'url' | 'token'>;

/** Controls the sidebar as a user does. */
export class SidebarPage {
  /** Errors of the page, and its requests to other machines. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly lab: LabAddress
  ) {
    page.on('pageerror', error => this.complaints.push(String(error)));
    page.on('request', request => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') {
        this.complaints.push(`asked ${hostname}`);
      }
    });
  }

  /** Opens JupyterLab with a notebook on screen and the sidebar beside it. */
  static async open(browser: Browser, lab: LabAddress, notebook: string): Promise<SidebarPage> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const sidebar = new SidebarPage(await context.newPage(), lab);
    await sidebar.load(notebook);
    await sidebar.page.locator('li[data-id="carry-sidebar"]').click();
    return sidebar;
  }

  async load(notebook: string): Promise<void> {
    const { url, token } = this.lab;
    await this.page.goto(`${url}lab/tree/${encodeURIComponent(notebook)}?token=${token}&reset`);
    await this.page.locator('#jupyterlab-splash').waitFor({ state: 'detached', timeout: 60_000 });
    await this.page.locator('.jp-NotebookPanel .jp-Cell').first().waitFor({ timeout: 60_000 });
  }

  /** Reloads the page as a user does; JupyterLab restores the open panels if it has saved its state. */
  async reload(): Promise<void> {
    const { url, token } = this.lab;
    const isSaved = async (): Promise<boolean> => {
      const answer = await fetch(`${url}lab/api/workspaces/default?token=${token}`);
      return answer.ok && (await answer.text()).includes('"current": "carry-sidebar"');
    };
    while (!(await isSaved())) await this.page.waitForTimeout(100);
    await this.page.goto(`${url}lab`);
    await this.page.locator('#jupyterlab-splash').waitFor({ state: 'detached', timeout: 60_000 });
  }

  /** Gives the sidebar a width in pixels, by dragging its edge. */
  async resize(width: number): Promise<void> {
    const handle = this.page.locator('#jp-main-split-panel > .lm-SplitPanel-handle').first();
    const sidebar = this.page.locator('#carry-sidebar');
    const [edge, area] = [await handle.boundingBox(), await sidebar.boundingBox()];
    if (!edge || !area) throw new Error('The sidebar is not open.');
    const y = edge.y + edge.height / 2;
    await this.page.mouse.move(edge.x + edge.width / 2, y);
    await this.page.mouse.down();
    await this.page.mouse.move(edge.x + edge.width / 2 + width - area.width, y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** The Submit form's field of a parameter. */
  parameter(name: string): Locator {
    return this.page.locator(`#carry-parameter-${name}`);
  }

  async showPanel(name: 'Submit' | 'Runs' | 'Models'): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  /** Clicks Submit and resolves when the new run is on screen. */
  async submit(): Promise<void> {
    const panel = this.page.locator('.carry-Submit');
    try {
      await panel.getByRole('button', { name: 'Submit' }).click({ timeout: 60_000 });
    } catch (e) {
      const text = (await panel.innerText()).replaceAll(/\s+/g, ' ');
      throw new Error(`Submit cannot be clicked; the panel says: ${text}`, { cause: e });
    }
    await this.page.locator('.carry-Job-status').waitFor({ timeout: 30_000 });
  }

  /** Waits until the run on screen has the status; fails with the page's text otherwise. */
  async runReaches(status: string, timeout: number): Promise<void> {
    const word = this.page.locator('.carry-Job-status');
    const ended = word.filter({ hasText: new RegExp(`${status}|Completed|Failed|Canceled`) });
    await ended.waitFor({ timeout });
    const said = await this.page.locator('.carry-Job-head').innerText();
    if (!said.includes(status)) throw new Error(`The run should be ${status}, but says: ${said}`);
  }

  async runTab(name: 'Log' | 'Metrics' | 'Parameters' | 'Files'): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  /** Registers files of the run on screen as a model; resolves when the Models panel reports it. */
  async register(name: string, path: string): Promise<void> {
    await this.runTab('Files');
    await this.page.getByRole('button', { name: 'Register a model from these files…' }).click();
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.page.getByLabel('Files of the run').selectOption(path);
    await this.page.locator('.carry-Register').getByRole('button', { name: 'Register' }).click();
    await this.page.getByText(`Registered “${name}”`).waitFor({ timeout: 30_000 });
  }

  /** Saves a screenshot of the page for manual inspection. */
  async keepPicture(name: string): Promise<void> {
    await keepPicture(this.page, name);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
