import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

const VALUE = 'hush-hush $(id)';
const BACKWARDS = ')di($ hsuh-hsuh';

useLab(() => {
  writeNotebook(join(lab.root, 'token.ipynb'), {
    cells: ['import os; print("backwards", os.environ["HF_TOKEN"][::-1])']
  });
});

describe('secrets by name', () => {
  it('a secret is stored in the workspace, and the job gets it without having it in its spec', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'token.ipynb');
    const { page } = sidebar;
    const form = page.locator('.carry-Submit');
    await form.getByText('reads the environment variable HF_TOKEN').waitFor({ timeout: 30_000 });
    await form.locator('summary', { hasText: 'Options' }).click();
    await form.getByRole('button', { name: 'Add a secret' }).click();
    await page.keyboard.type('HF_TOKEN');
    await form.getByLabel('Secrets: value of HF_TOKEN').fill('hf-token');
    await form.getByText('The workspace has no secret of this name.').waitFor();
    await sidebar.keepPicture('submit-secrets-1-missing');
    await form.getByRole('button', { name: 'Store a secret…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('hf-token');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByText('Value of “hf-token”').waitFor();
    await dialog.locator('input[type="password"]').fill(VALUE);
    await dialog.getByRole('button', { name: 'Store' }).click();
    await expect.poll(() => form.getByText('The workspace has no secret').count()).toBe(0);
    expect(await form.getByText('reads the environment variable').count()).toBe(0);
    await sidebar.keepPicture('submit-secrets-2-stored');

    await page.getByRole('button', { name: 'Show as YAML' }).click();
    const text = dialog.getByRole('tabpanel').locator('pre');
    await expect.poll(() => text.innerText()).toContain('hf-token');
    expect(await text.innerText()).not.toContain('hush');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await sidebar.submit();
    await sidebar.runReaches('Completed', 120_000);
    const [job] = JSON.parse(await lab.carry('runs', '--json')) as { name: string }[];
    const name = job?.name ?? '';
    expect(await lab.carry('logs', name)).toContain(`backwards ${BACKWARDS}`);
    expect(await lab.carry('show', name, '--json')).not.toContain('hush');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('hush');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});
