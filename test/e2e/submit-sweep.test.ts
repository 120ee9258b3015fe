import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
  writeNotebook(join(lab.root, 'grid.ipynb'), {
    parameters: 'rate: float = 0.5\nnet = "cnn"\ndeep = False',
    cells: [
      'import mlflow\nmlflow.log_metric("accuracy", rate * (2 if net == "it\'s $(id)" else 1))\nprint("ran", rate, net, deep)'
    ]
  });
});

describe('a grid of values for a parameter: a sweep from the form', () => {
  it('says how many runs it makes, shows itself as YAML, runs each combination, and leads to the best one', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'grid.ipynb');
    const { page } = sidebar;
    const form = page.locator('.carry-Submit');
    await form.getByRole('button', { name: 'Vary rate' }).click();
    expect(await sidebar.parameter('rate').inputValue()).toBe('0.5');
    await sidebar.parameter('rate').fill('1..0');
    await form.getByText('The range “1..0” has no values').waitFor();
    expect(await form.getByRole('button', { name: /^Submit/ }).isDisabled()).toBe(true);
    await sidebar.keepPicture('submit-sweep-1-invalid');
    await sidebar.parameter('rate').fill('0.1..1 log');
    await form.getByText('0.1, 1', { exact: true }).waitFor();
    await form.getByRole('button', { name: 'Vary net' }).click();
    await sidebar.parameter('net').fill("cnn\nit's $(id)");
    await form.getByRole('button', { name: 'Vary deep' }).click();
    await form.getByRole('group', { name: 'Values of deep' }).getByLabel('true').uncheck();
    await form.getByRole('button', { name: 'Submit 4 runs' }).waitFor();
    const metric = form.getByLabel('Best run by');
    expect(await metric.getAttribute('placeholder')).toBe('accuracy');
    expect(await form.getByLabel('Which value of the metric').inputValue()).toBe('Maximize');
    await form.getByLabel('Runs at a time').fill('2');
    await sidebar.keepPicture('submit-sweep-2-form');

    await sidebar.reload();
    await form.getByRole('button', { name: 'Submit 4 runs' }).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Show as YAML' }).click();
    const dialog = page.getByRole('dialog');
    const text = dialog.getByRole('tabpanel').locator('pre');
    await text.waitFor({ timeout: 10_000 });
    expect(await text.innerText()).toContain('type: sweep');
    expect(await text.innerText()).toContain('max_concurrent_trials: 2');
    await dialog.getByRole('button', { name: 'Close' }).click();

    await sidebar.submit();
    await sidebar.runReaches('Completed', 180_000);
    const trials = page.locator('.carry-ChildRuns tbody tr');
    await expect.poll(() => trials.count()).toBe(4);
    await page.getByRole('button', { name: 'accuracy' }).click();
    await expect.poll(() => trials.first().innerText()).toContain('best');
    expect(await trials.first().innerText()).toContain("it's $(id)");
    await sidebar.keepPicture('submit-sweep-3-runs');
    await trials.first().getByRole('button').click();
    await page.getByRole('button', { name: /^Part of grid_/ }).waitFor();
    await page.locator('.carry-Log').getByText("ran 1.0 it's $(id) False").waitFor();
    await page.getByRole('button', { name: /^Part of grid_/ }).click();
    await expect.poll(() => trials.count()).toBe(4);
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 300_000);
});
