import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

/** More runs than a page of a search has; one of the oldest is the only one with a low loss. */
const LOGGED = `
import mlflow
from mlflow import MlflowClient

client = MlflowClient()
experiment = client.create_experiment("by-hand")
for n in range(230):
    run = client.create_run(experiment, run_name=f"try-{n}")
    client.log_metric(run.info.run_id, "loss", 0.01 if n == 3 else 1 + n / 1000)
    client.set_terminated(run.info.run_id)
`;

useLab(() => {
  writeNotebook(join(lab.root, 'quick.ipynb'), { cells: ['print("done")'] });
});

describe('all runs of the workspace', () => {
  it('are listed, whatever made them, and found by the service', async () => {
    await lab.python(LOGGED);
    const sidebar = await SidebarPage.open(browser, lab, 'quick.ipynb');
    const { page } = sidebar;
    await sidebar.submit();
    await sidebar.runReaches('Completed', 120_000);
    await page.getByRole('button', { name: 'All runs' }).click();

    const rows = page.locator('.carry-JobLine');
    const count = page.locator('.carry-Jobs-count');
    await rows.filter({ hasText: 'quick' }).waitFor({ timeout: 10_000 });
    await rows.filter({ hasText: /try-229.*interactive · by-hand/s }).waitFor();
    await sidebar.keepPicture('all-runs-1-first');
    expect(await count.innerText()).toMatch(/^The first [12]00 runs; scroll down for more$/);
    // The focus is where it was before the run was opened; End goes to the last run, and the service sends what follows.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.className))
      .toContain('carry-JobLine');
    while ((await count.innerText()).startsWith('The first')) await page.keyboard.press('End');
    await page.keyboard.press('End');
    expect(await count.innerText()).toBe('231 runs');
    await rows.filter({ hasText: 'try-0' }).waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toContain('try-0');
    expect(await rows.count()).toBeLessThan(60);
    await sidebar.keepPicture('all-runs-2-last');

    const search = page.getByLabel('Name, id or filter of runs');
    await search.fill('try-3');
    await expect.poll(() => count.innerText()).toBe('11 runs match');
    await search.fill('metrics.loss < 0.5');
    await expect.poll(() => count.innerText()).toBe('1 run matches');
    expect(await rows.innerText()).toContain('try-3');
    await search.fill('metrics.loss <');
    await page.locator('.carry-Jobs .carry-Notice').waitFor();
    await sidebar.keepPicture('all-runs-3-bad-filter');
    await search.fill('');
    const filters = page.getByRole('search', { name: 'Find runs' });
    await filters.getByLabel('Experiment').selectOption('by-hand');
    await filters.getByLabel('Order').selectOption('loss, lowest first');
    await expect.poll(() => rows.first().innerText()).toMatch(/try-3[\s\S]*loss 0.01/);
    await sidebar.keepPicture('all-runs-4-sorted');

    await rows.first().click();
    await sidebar.runReaches('Completed', 10_000);
    const head = await page.locator('.carry-Job-head').innerText();
    expect(head).toContain('interactive · by-hand');
    expect(head).not.toContain('Register model');
    expect(await page.getByRole('tab', { name: 'Log' }).count()).toBe(0);
    const loss = page.locator('.carry-Chart', { hasText: 'loss' });
    await expect.poll(() => loss.locator('.carry-Chart-value').innerText()).toBe('0.01');
    await sidebar.keepPicture('all-runs-5-interactive');
    await page.keyboard.press('Enter');
    await expect.poll(() => rows.first().innerText()).toContain('try-3');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);

  it('a run that is started outside of a job appears, ends and is never counted as a job', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'quick.ipynb');
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    const row = page.locator('.carry-JobLine', { hasText: 'live-one' });
    await page.locator('.carry-JobLine').first().waitFor();
    const id = (
      await lab.python(
        'import mlflow; print(mlflow.MlflowClient().create_run("0", run_name="live-one").info.run_id)'
      )
    ).trim();
    await expect
      .poll(() => row.innerText({ timeout: 1000 }), { timeout: 5000 })
      .toContain('Running');
    expect(await page.locator('.carry-Status-count:visible').count()).toBe(0);
    await lab.python(`import mlflow; mlflow.MlflowClient().set_terminated("${id}", "FAILED")`);
    await expect
      .poll(() => row.innerText({ timeout: 1000 }), { timeout: 5000 })
      .toContain('Failed');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 120_000);
});
