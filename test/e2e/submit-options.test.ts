import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
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
