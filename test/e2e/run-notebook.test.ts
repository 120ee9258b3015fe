import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

/** The second cell of the notebook waits for this file. */
const gate = (): string => join(lab.root, 'gate');

useLab(() => {
  writeNotebook(join(lab.root, 'gated.ipynb'), {
    cells: [
      [
        'from IPython.display import HTML, display',
        'print("the first cell has run")',
        'display(HTML("<img src=x onerror=\'window.hit = 1\'><script>window.hit = 1</script>shown"))'
      ].join('\n'),
      `import os, time\nwhile not os.path.exists(${JSON.stringify(gate())}):\n    time.sleep(0.1)\nprint("the gate is open")`,
      [
        'import base64, os',
        'os.makedirs("outputs/plots", exist_ok=True)',
        `open("outputs/plots/dot.png", "wb").write(base64.b64decode("${PNG}"))`,
        'open("outputs/<b>.html", "w").write("<script>window.hit = 1</script>")'
      ].join('\n')
    ]
  });
});

/** An image of one pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

describe('the executed notebook of a run', () => {
  it('fills in live, read-only, and starts no kernel', async () => {
    rmSync(gate(), { force: true });
    const sidebar = await SidebarPage.open(browser, lab, 'gated.ipynb');
    const { page } = sidebar;
    await expect.poll(kernelsOf).toBe(1);
    await sidebar.submit();
    await page.getByRole('button', { name: 'Open notebook' }).click();
    const notebook = page.locator('.carry-RunNotebook');
    await expect
      .poll(() => notebook.innerText(), { timeout: 60_000 })
      .toMatch(/Read-only: the run is executing[^]*the first cell has run/);
    expect(await notebook.innerText()).not.toContain('the gate is open\n');
    await notebook.locator('.cm-content').first().click();
    await page.keyboard.type('edited');
    expect(await notebook.innerText()).not.toContain('edited');
    expect(await page.evaluate(() => 'hit' in window)).toBe(false);
    await sidebar.keepPicture('run-notebook-1-live');

    // Submit is for the notebook that is open as a file, never for this one.
    await sidebar.showPanel('Submit');
    await page
      .getByText('Open a notebook, and its parameters appear here.')
      .waitFor({ timeout: 10_000 });
    expect(await page.locator('.carry-Submit').count()).toBe(0);
    await sidebar.showPanel('Runs');

    writeFileSync(gate(), '');
    await expect
      .poll(() => notebook.innerText(), { timeout: 60_000 })
      .toMatch(/as the run has executed it[^]*the gate is open/);
    expect(await kernelsOf()).toBe(1);
    await sidebar.keepPicture('run-notebook-2-ended');

    await sidebar.reload();
    await page.locator('.lm-TabBar-tabLabel', { hasText: 'Run: gated' }).click({ timeout: 30_000 });
    await expect
      .poll(() => notebook.innerText(), { timeout: 30_000 })
      .toContain('the gate is open');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);

  it('is opened as a copy to edit, whose name tells the run, and which is never overwritten', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'gated.ipynb');
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    await page.locator('.carry-JobLine').first().click({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Open notebook' }).click();
    await page.getByRole('button', { name: 'Open a copy to edit' }).click({ timeout: 30_000 });
    const tab = page.locator('.lm-TabBar-tabLabel', { hasText: /^gated \(run gated.*\)\.ipynb$/ });
    await tab.waitFor({ timeout: 30_000 });
    const name = await tab.innerText();
    const run = /run (.*)\)/.exec(name)?.[1] ?? '';
    expect(existsSync(join(lab.root, 'carry-runs', run, name))).toBe(true);
    await sidebar.close();
  }, 120_000);
});

describe('the files of a run', () => {
  it('are a tree, with images shown, and downloads that never act as a page', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'gated.ipynb');
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    await page.locator('.carry-JobLine').first().click({ timeout: 30_000 });
    await sidebar.runTab('Files');
    const image = page.locator('.carry-FileTree-preview');
    await image.scrollIntoViewIfNeeded({ timeout: 30_000 });
    await expect
      .poll(() => image.evaluate(node => (node as HTMLImageElement).naturalWidth))
      .toBe(1);
    await sidebar.keepPicture('run-notebook-3-files');
    const link = page.getByRole('link', { name: 'Download outputs/<b>.html' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/b.*\.html$/);
    const url = await link.evaluate(node => (node as HTMLAnchorElement).href);
    const headers = await page.evaluate(async address => {
      const response = await fetch(address);
      const names = ['content-disposition', 'content-security-policy'];
      return Object.fromEntries(names.map(name => [name, response.headers.get(name)]));
    }, url);
    expect(headers).toMatchObject({
      'content-disposition': expect.stringMatching(/^attachment/) as string,
      'content-security-policy': expect.stringContaining('sandbox') as string
    });
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 120_000);
});

/** Number of kernels that run in the lab. */
async function kernelsOf(): Promise<number> {
  const response = await fetch(`${lab.url}api/kernels?token=${lab.token}`);
  return ((await response.json()) as unknown[]).length;
}
