import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
  writeNotebook(join(lab.root, 'prepare.ipynb'), {
    parameters: "rows = 2\nout_dir = 'data'",
    cells: [
      "from pathlib import Path\nPath(out_dir, 'rows.txt').write_text('*' * rows)\nprint('written', rows)"
    ]
  });
  writeFileSync(
    join(lab.root, 'report.py'),
    `import pathlib, sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
print(given['--title'], pathlib.Path(given['--data'], 'rows.txt').read_text())
`
  );
});

describe('scripts and several notebooks as one pipeline', () => {
  it('is put together on a page, kept over a reload, submitted and followed', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'prepare.ipynb');
    const { page } = sidebar;
    const files = page.locator('.jp-DirListing-item');
    await page.locator('li[data-id="filebrowser"]').click();
    await files.filter({ hasText: 'prepare.ipynb' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Add to the Pipeline' }).click();
    const prepare = page.getByRole('region', { name: 'prepare', exact: true });
    await prepare.getByLabel('rows', { exact: true }).selectOption('value');
    await prepare.getByLabel('Value of rows').fill('many');
    await prepare.getByText('Enter a whole number, such as 12.').waitFor();
    const submit = page.getByRole('button', { name: 'Submit pipeline' });
    expect(await submit.isDisabled()).toBe(true);
    await prepare.getByLabel('Value of rows').fill('5');
    await prepare.getByLabel('out_dir').selectOption('output');

    await files.filter({ hasText: 'report.py' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Add to the Pipeline' }).click();
    const report = page.getByRole('region', { name: 'report', exact: true });
    for (const name of ['data', 'title']) {
      await report.getByLabel('Name of an argument of report').fill(name);
      await report.getByRole('button', { name: 'Add argument' }).click();
    }
    await report.getByLabel('data', { exact: true }).selectOption('Folder out_dir of prepare');
    await report.getByLabel('Value of title').fill("the user's $(id)");
    await page.getByLabel('Name', { exact: true }).fill('Rows and report');
    await expect.poll(() => page.getByLabel('Compute').inputValue()).toBe('cpu');
    await sidebar.keepPicture('pipeline-1-page');

    await page.locator('li[data-id="carry-sidebar"]').click();
    await sidebar.reload();
    await expect
      .poll(() => report.getByLabel('data', { exact: true }).inputValue())
      .toBe('prepare.out_dir');
    await submit.click();
    await sidebar.runReaches('Completed', 120_000);
    expect(await page.locator('.carry-Job-head').innerText()).toContain('Rows and report');
    await page.getByRole('button', { name: 'report', exact: true }).click();
    await sidebar.runTab('Log');
    const log = page.locator('.carry-Log-window');
    await expect.poll(() => log.innerText()).toContain("the user's $(id) *****");
    await sidebar.keepPicture('pipeline-2-step');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);

  it('says which step cannot be submitted, and why', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'prepare.ipynb');
    const { page } = sidebar;
    await page.locator('li[data-id="filebrowser"]').click();
    const file = page.locator('.jp-DirListing-item', { hasText: 'report.py' });
    await file.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Add to the Pipeline' }).click();
    const report = page.getByRole('region', { name: 'report', exact: true });
    await report.getByLabel('Name of an argument of report').fill('out-dir');
    await report.getByRole('button', { name: 'Add argument' }).click();
    await report.getByLabel('out-dir', { exact: true }).selectOption('output');
    await page.getByRole('button', { name: 'Submit pipeline' }).click();
    await report.getByText(/The parameter 'out-dir' of the step 'report' cannot/).waitFor();
    await sidebar.keepPicture('pipeline-3-refused');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 120_000);
});
