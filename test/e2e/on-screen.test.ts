import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { browser, lab, useLab } from './lab-session.js';
import { writeNotebook } from '../notebook-file.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
  for (const name of ['a', 'b']) {
    writeNotebook(join(lab.root, name, `${name}.ipynb`), {
      parameters: `which = "${name}"  # the notebook that this is\nrows = 3`,
      cells: ['print("this is notebook", which, "with", rows, "rows")']
    });
  }
});

describe('the notebook on screen', () => {
  it('is submitted, independent of the selection in the file browser', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'a/a.ipynb');
    const { page } = sidebar;
    await page.locator('li[data-id="filebrowser"]').click();
    await page.locator('.jp-BreadCrumbs-home').click();
    await page.locator('.jp-DirListing-item', { hasText: /^b/ }).dblclick();
    await page.locator('.jp-DirListing-item', { hasText: 'b.ipynb' }).click();
    await expect
      .poll(() => page.locator('.jp-DirListing-item.jp-mod-selected').innerText())
      .toContain('b.ipynb');
    await sidebar.keepPicture('on-screen-1-b-selected');

    await page.locator('li[data-id="carry-sidebar"]').click();
    await expect
      .poll(() => page.locator('.carry-Destination-notebook').innerText())
      .toBe('a.ipynb');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 90_000);
    await expect
      .poll(() => page.locator('.carry-Log-window').innerText())
      .toContain('this is notebook a with 3 rows');
    await sidebar.keepPicture('on-screen-2-a-submitted');

    const runs = JSON.parse(await lab.carry('runs', '--json')) as { notebook?: string }[];
    expect(runs.map(({ notebook }) => notebook)).toEqual(['a.ipynb']);
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 180_000);

  it('is saved first, and an edit of its parameters cell shows in the form at once', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'b/b.ipynb');
    const { page } = sidebar;
    await expect.poll(() => sidebar.parameter('rows').inputValue()).toBe('3');
    await page.locator('.jp-NotebookPanel .jp-Cell .cm-content').first().click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('7');
    await expect.poll(() => sidebar.parameter('rows').inputValue(), { timeout: 10_000 }).toBe('37');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 90_000);
    await expect
      .poll(() => page.locator('.carry-Log-window').innerText())
      .toContain('this is notebook b with 37 rows');
    expect(readFileSync(join(lab.root, 'b', 'b.ipynb'), 'utf8')).toContain('rows = 37');
    await sidebar.close();
  }, 180_000);

  it('is followed when it is renamed', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'a/a.ipynb');
    const { page } = sidebar;
    const tab = page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab', { hasText: 'a.ipynb' });
    await tab.click({ button: 'right' });
    await page.locator('.lm-Menu-itemLabel', { hasText: 'Rename Notebook' }).click();
    await page.locator('.jp-Dialog input').fill('renamed.ipynb');
    await page.keyboard.press('Enter');
    const shown = page.locator('.carry-Destination-notebook');
    await expect.poll(() => shown.innerText(), { timeout: 10_000 }).toBe('renamed.ipynb');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 90_000);
    await sidebar.close();
  }, 180_000);

  it('is not submitted while a value is invalid, and the field shows the reason', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'b/b.ipynb');
    const { page } = sidebar;
    await sidebar.parameter('rows').fill('many');
    await expect.poll(() => page.locator('.carry-Field-problem').innerText()).toContain('number');
    expect(await sidebar.parameter('rows').getAttribute('aria-invalid')).toBe('true');
    const submit = page.locator('.carry-Submit').getByRole('button', { name: 'Submit' });
    expect(await submit.isDisabled()).toBe(true);
    await sidebar.keepPicture('on-screen-3-invalid');
    await sidebar.close();
  }, 60_000);
});
