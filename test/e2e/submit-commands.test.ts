import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

const COMMAND = 'Submit Notebook as a Job';

useLab(() => {
  for (const name of ['shown', 'other']) {
    writeNotebook(join(lab.root, `${name}.ipynb`), { cells: ['print("done")'] });
  }
});

/** The ways to the command that submits the notebook on screen. */
const WAYS: [string, (page: Page) => Promise<void>][] = [
  [
    'the toolbar',
    async page => {
      await page.locator('[data-jp-item-name="carry-submit"]:visible').click();
    }
  ],
  [
    'the palette',
    async page => {
      await page.keyboard.press('ControlOrMeta+Shift+C');
      await page.locator('.lm-CommandPalette-input').fill(COMMAND);
      await page.locator('.lm-CommandPalette-item', { hasText: COMMAND }).first().click();
    }
  ],
  [
    'the keyboard',
    async page => {
      await page.locator('.jp-NotebookPanel .jp-Cell .cm-content').first().click();
      await page.keyboard.press('ControlOrMeta+Alt+Enter');
    }
  ],
  [
    'the menu Run',
    async page => {
      await page.locator('.lm-MenuBar-itemLabel', { hasText: 'Run' }).click();
      await page.locator('.lm-Menu-itemLabel', { hasText: COMMAND }).click();
    }
  ]
];

const submitted = async (): Promise<(string | undefined)[]> =>
  (JSON.parse(await lab.carry('runs', '--json')) as { notebook?: string }[]).map(
    ({ notebook }) => notebook
  );

describe('palette, file-browser context menu, keyboard shortcut, toolbar, sidebar: same command', () => {
  it.each(WAYS)('submits the notebook on screen from %s', async (_way, act) => {
    const before = await submitted();
    const sidebar = await SidebarPage.open(browser, lab, 'shown.ipynb');
    const { page } = sidebar;
    // The command is enabled once the notebook and the workspace are read.
    await page.locator('.carry-Submit button:enabled', { hasText: 'Submit' }).waitFor();
    await act(page);
    await page.locator('.carry-Job-status').waitFor({ timeout: 30_000 });
    await sidebar.runReaches('Completed', 90_000);
    expect(await submitted()).toEqual(['shown.ipynb', ...before]);
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  });

  it('opens a notebook of the file browser in the Submit panel', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'shown.ipynb');
    const { page } = sidebar;
    await page.locator('li[data-id="filebrowser"]').click();
    await page.locator('.jp-DirListing-item', { hasText: 'other' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Submit as a Job…' }).click();
    const name = page.locator('.carry-Destination-notebook');
    await expect.poll(() => name.innerText()).toBe('other.ipynb');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 90_000);
    expect((await submitted())[0]).toBe('other.ipynb');
    await sidebar.close();
  });
});
