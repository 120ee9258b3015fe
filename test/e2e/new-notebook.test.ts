import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

let sidebar: SidebarPage;

useLab(async () => {
  writeNotebook(join(lab.root, 'taken.ipynb'), { cells: ['1'] });
  sidebar = await SidebarPage.open(browser, lab, 'taken.ipynb');
});

describe('a notebook from the launcher', () => {
  it('is named, saved and submitted in one step, with the keyboard', async () => {
    const { page } = sidebar;
    await page.locator('.lm-MenuBar-itemLabel', { hasText: 'File' }).click();
    await page.locator('.lm-Menu-itemLabel', { hasText: 'New Launcher' }).first().click();
    await page
      .locator('.jp-LauncherCard[data-category="Notebook"]', { hasText: 'Python 3' })
      .click();
    const cell = page.locator('.jp-NotebookPanel:visible .jp-Cell .cm-content').first();
    await cell.click();
    await page.keyboard.type('print("hello from a new notebook")');
    await expect
      .poll(() => page.locator('.carry-Destination').innerText(), { timeout: 30_000 })
      .toMatch(/Untitled\.ipynb[^]*Python 3/);
    await sidebar.keepPicture('new-notebook-1-untitled');

    const submit = page.locator('.carry-Submit').getByRole('button', { name: 'Submit' });
    await submit.click();
    const name = page.locator('.jp-Dialog input');
    await expect.poll(() => name.inputValue()).toBe('notebook.ipynb');
    await page.keyboard.press('Escape');
    await name.waitFor({ state: 'detached' });
    expect(await lab.carry('runs', '--json')).not.toContain('ipynb');

    await submit.click();
    await name.waitFor();
    await page.keyboard.type('taken');
    await page.keyboard.press('Enter');
    await page.getByText('“taken.ipynb” exists already in this folder.').waitFor();
    await sidebar.keepPicture('new-notebook-2-taken');
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    await page.locator('.carry-Job-status').waitFor({ timeout: 30_000 });
    await sidebar.runReaches('Completed', 90_000);
    await expect
      .poll(() => page.locator('.carry-Log-window').innerText())
      .toContain('hello from a new notebook');

    expect(existsSync(join(lab.root, 'Untitled.ipynb'))).toBe(false);
    const file = JSON.parse(readFileSync(join(lab.root, 'hello.ipynb'), 'utf8')) as {
      metadata: { kernelspec: { name: string } };
    };
    expect(file.metadata.kernelspec.name).toBe('python3');
    const runs = JSON.parse(await lab.carry('runs', '--json')) as { notebook?: string }[];
    expect(runs.map(({ notebook }) => notebook)).toEqual(['hello.ipynb']);
    expect(sidebar.complaints).toEqual([]);
  }, 180_000);
});
