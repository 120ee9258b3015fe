import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
  writeNotebook(join(lab.root, 'work', 'small.ipynb'), { cells: ['print("done")'] });
  mkdirSync(join(lab.root, 'work', 'data'));
  const large = join(lab.root, 'work', 'data', 'large file.bin');
  writeFileSync(large, '');
  truncateSync(large, 310 * 1024 * 1024);
});

describe('a large file in the upload preview', () => {
  it('is excluded with a click, and the notebook can be submitted', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'work/small.ipynb');
    const { page } = sidebar;
    const form = page.locator('.carry-Submit');
    const submit = form.getByRole('button', { name: 'Submit' });
    await form.getByText('too large to submit').waitFor({ timeout: 30_000 });
    expect(await form.getByText('too large to submit').count()).toBe(1);
    expect(await submit.isDisabled()).toBe(true);
    expect(await form.locator('summary', { hasText: 'Upload' }).innerText()).toMatch(
      /325 MB in 2 files/
    );
    // The folder that is most of the size is unfolded.
    await form.getByText('large file.bin').waitFor();
    await sidebar.keepPicture('upload-exclusion-1-too-large');

    const exclude = 'Exclude data/large file.bin from the upload';
    const button = form.getByRole('button', { name: exclude });
    await button.focus();
    await page.keyboard.press('Enter');
    await form.getByText('too large to submit').waitFor({ state: 'detached' });
    expect(readFileSync(join(lab.root, 'work', '.amlignore'), 'utf8')).toBe(
      '/data/large file.bin\n'
    );
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');
    await sidebar.keepPicture('upload-exclusion-2-excluded');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 120_000);
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});
