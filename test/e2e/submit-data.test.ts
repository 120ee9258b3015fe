import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'carry-ml';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab(async () => {
  writeNotebook(join(lab.root, 'data.ipynb'), {
    parameters: 'source = "local.csv"\ntimes: int = 1',
    cells: [
      'with open("tries", "a") as file: file.write("x")\ntries = len(open("tries").read())',
      'if tries < 2: raise OSError("not yet")\nprint("read", open(source).read() * times)'
    ]
  });
  writeFileSync(join(lab.root, 'local.csv'), 'local');
  writeFileSync(join(lab.root, 'sums.csv'), 'seven');
  const ws = await connect({ environment: lab.environment, from: lab.root });
  await ws.data.upload({ name: 'sums', path: join(lab.root, 'sums.csv') });
});

describe('data assets as inputs, and retries', () => {
  it('a parameter gets the path of a data asset, and a notebook that fails is tried again', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'data.ipynb');
    const { page } = sidebar;
    const form = page.locator('.carry-Submit');
    await form.locator('summary', { hasText: 'Options' }).click();
    await form.getByLabel('Retries').fill('many');
    await form.getByText('Enter a whole number from 0 to 10.').waitFor();
    await form.getByLabel('Retries').fill('2');
    await form.getByRole('button', { name: 'Add data for a parameter' }).click();
    await page.keyboard.type('source');
    await form.getByLabel('Data assets: value of source').fill('sums');
    await form.getByText('the path of the data asset sums').waitFor();
    await sidebar.parameter('times').fill('2');
    await sidebar.keepPicture('submit-data-1-form');
    await page.getByRole('button', { name: 'Show as YAML' }).click();
    const dialog = page.getByRole('dialog');
    const text = dialog.getByRole('tabpanel').locator('pre');
    await expect.poll(() => text.innerText()).toContain('path: "azureml:sums:1"');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await sidebar.submit();
    await sidebar.runReaches('Completed', 120_000);
    const [job] = JSON.parse(await lab.carry('runs', '--json')) as { name: string }[];
    const log = await lab.carry('logs', job?.name ?? '');
    expect(log).toContain('read sevenseven');
    expect(log).toContain('The notebook is tried again, 2 of 3');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});
