import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
  const needs = join(lab.root, 'needs');
  writeNotebook(join(needs, 'needs.ipynb'), {
    cells: ['open("raw/all.csv")', 'import os; os.environ["API_URL"]']
  });
  for (const folder of ['raw', 'data']) mkdirSync(join(needs, folder));
  writeFileSync(join(needs, 'raw', 'all.csv'), 'x');
  writeFileSync(join(needs, 'data', 'small.csv'), 'x'.repeat(5000));
  writeFileSync(join(needs, '.amlignore'), 'raw\n');
  writeNotebook(join(lab.root, 'untagged.ipynb'), {
    cells: ['rate = 0.5', 'limit = 3', 'print(rate, limit)']
  });
  writeNotebook(join(lab.root, 'mode.ipynb'), {
    parameters: 'digits: int = 2',
    cells: ['import os; print("mode", os.environ["MODE"])']
  });
});

describe('choose compute, experiment, time limit, environment variables and tags', () => {
  it('the options reach the job, and survive a reload of the page', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'mode.ipynb');
    const { page } = sidebar;
    const form = page.locator('.carry-Submit');
    await form.getByText(/^\d+ slots?$/).waitFor({ timeout: 30_000 });
    await form.locator('summary', { hasText: 'Options' }).click();
    await form.getByLabel('Display name').fill('first "try"');
    await form.getByLabel('Description').fill('what if?');
    await form.getByLabel('Time limit').fill('soon');
    await form.getByRole('button', { name: 'Add a tag' }).click();
    await page.keyboard.type('team');
    await form.getByLabel('Tags: value of team').fill('no');
    await form.getByRole('button', { name: 'Add a variable' }).click();
    await page.keyboard.type('MODE');
    await form.getByLabel('Environment variables: value of MODE').fill('$(id) "fast"');
    expect(await form.getByText('Enter minutes').count()).toBe(1);
    expect(await form.getByRole('button', { name: 'Submit' }).isDisabled()).toBe(true);
    await sidebar.keepPicture('submit-options-1-invalid');
    // Typed in the middle of the text: the cursor stays where it is.
    await form.getByLabel('Time limit').fill('130m');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('  h  ');
    expect(await form.getByLabel('Time limit').inputValue()).toBe('1  h  30m');
    await form.getByLabel('Time limit').fill('1h30m');
    await form.getByLabel('Environment', { exact: true }).selectOption('');

    await sidebar.reload();
    await form.getByLabel('Time limit').waitFor({ timeout: 30_000 });
    expect(await form.getByLabel('Time limit').inputValue()).toBe('1h30m');
    expect(await form.getByLabel('Tags: value of team').inputValue()).toBe('no');
    await sidebar.keepPicture('submit-options-2-reloaded');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 120_000);
    expect(await page.locator('.carry-Job-head').innerText()).toContain('first "try"');
    const [job] = JSON.parse(await lab.carry('runs', '--json')) as { name: string; tags: object }[];
    expect(job?.tags).toMatchObject({ team: 'no' });
    expect(await lab.carry('logs', job?.name ?? '')).toContain('mode $(id) "fast"');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});

describe('typed parameters read from the parameters cell', () => {
  it('a button and the context menu make the selected cell the parameters cell, and undo takes it back', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'untagged.ipynb');
    const { page } = sidebar;
    await page.getByRole('button', { name: 'Use the selected cell as parameters' }).click();
    await sidebar.parameter('rate').waitFor({ timeout: 10_000 });
    await sidebar.keepPicture('submit-options-3-tagged');
    const second = page.locator('.jp-CodeCell').nth(1);
    await second.click({ button: 'right' });
    await page.locator('.lm-Menu-item', { hasText: 'Parameters of a Job' }).click();
    await sidebar.parameter('limit').waitFor({ timeout: 10_000 });
    expect(await sidebar.parameter('rate').count()).toBe(0);
    await second.locator('.jp-InputPrompt').click();
    await page.keyboard.press('z');
    await sidebar.parameter('rate').waitFor({ timeout: 10_000 });
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 120_000);
});

describe('see and copy the same submit as job YAML, az ml command, TypeScript and Python', () => {
  it('the dialog shows the values of the form, copies them and writes the job file', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'mode.ipynb');
    const { page } = sidebar;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await sidebar.parameter('digits').fill('4');
    await page.getByRole('button', { name: 'Show as YAML' }).click();
    const dialog = page.getByRole('dialog');
    const text = dialog.getByRole('tabpanel').locator('pre');
    await text.waitFor({ timeout: 10_000 });
    expect(await text.innerText()).toContain(`CARRY_PARAMETERS: '{"digits":4}'`);
    await sidebar.keepPicture('submit-options-4-yaml');
    await dialog.getByRole('button', { name: 'Write mode.job.yml' }).click();
    await dialog.getByText('Written to “mode.job.yml”').waitFor();
    expect(existsSync(join(lab.root, '.carry', 'run_notebook.py'))).toBe(true);
    await dialog.getByRole('tab', { name: 'Job YAML' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => text.innerText()).toContain('az ml job create');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => text.innerText()).toContain('digits: 4');
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await dialog.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      'submitNotebook("mode.ipynb"'
    );
    await dialog.getByRole('tab', { name: 'Python' }).click();
    await expect.poll(() => text.innerText()).toContain('from azure.ai.ml import');
    await sidebar.keepPicture('submit-options-5-python');
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 120_000);
});

describe('preview of what will be uploaded', () => {
  it('is a tree, says what is left out by which rule, and what the cells need and the job would not have', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'needs/needs.ipynb');
    const { page } = sidebar;
    const form = page.locator('.carry-Submit');
    await form.locator('summary', { hasText: 'Upload' }).click();
    await form.getByRole('button', { name: /^\W*data\/$/ }).click();
    await form.getByText('small.csv', { exact: true }).waitFor();
    await form.getByText(/left out$/).click();
    await form.getByText('by raw', { exact: true }).waitFor();
    await form.getByText('Code cell 1 reads “raw/all.csv”, which is not uploaded.').waitFor();
    await form.getByText('Code cell 2 reads the environment variable API_URL').waitFor();
    await sidebar.keepPicture('submit-options-6-upload');
    await form.getByRole('button', { name: 'Set API_URL' }).click();
    await form.getByLabel('Environment variables: value of API_URL').fill('http://x');
    expect(await form.getByText('Code cell 2 reads').count()).toBe(0);
    await form.getByRole('button', { name: 'Exclude the folder data/ from the upload' }).click();
    await form.locator('.carry-LeftOut').getByText('data', { exact: true }).waitFor();
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 120_000);
});
