import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

/** Runs that differ in one parameter and share another; the last one goes on. */
const LOGGED = `
import json
import math
from mlflow import MlflowClient
from mlflow.entities import Metric

client = MlflowClient()
experiment = client.create_experiment("rates")
runs = []
for n in range(12):
    run = client.create_run(experiment, run_name=f"rate-{n}").info.run_id
    client.log_param(run, "rate", 0.1 * (n + 1))
    client.log_param(run, "layers", 3)
    client.set_tag(run, "team", "blue" if n % 2 else "green")
    client.log_batch(run, [
        Metric(key, value, 1_700_000_000_000 + step * 1000, step)
        for step in range(60)
        for key, value in [
            ("loss", 3 * math.exp(-step * (n + 1) / 60) + 0.02 * math.sin(step)),
            ("accuracy", 1 - math.exp(-step * (n + 1) / 90)),
            ("layer/0: norm", float("nan") if step == 5 else step * n),
        ]
    ])
    if n < 11:
        client.set_terminated(run)
    runs.append(run)
print(json.dumps(runs))
`;

useLab(() => {
  writeNotebook(join(lab.root, 'any.ipynb'), { cells: ['print("done")'] });
  for (const [name, rate] of [
    ['slow', 0.1],
    ['fast', 0.5]
  ]) {
    const cells = [`rate = ${rate}`, 'import os', 'print("trained at", rate)'];
    writeNotebook(join(lab.root, `${name}.ipynb`), { cells });
  }
});

describe('runs compared', () => {
  it('beside each other: only what differs, the curves overlaid, live and after a reload', async () => {
    // MLflow prints the addresses of runs before.
    const printed = (await lab.python(LOGGED)).trim().split('\n');
    const runs = JSON.parse(printed.at(-1) ?? '') as string[];
    const [first = '', last = ''] = [runs[0], runs[11]];
    const sidebar = await SidebarPage.open(browser, lab, 'any.ipynb');
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    const line = (n: number) => page.locator('.carry-JobLine', { hasText: `rate-${n}` }).last();
    await line(0).waitFor({ timeout: 20_000 });
    await sidebar.keepPicture('compare-runs-1-list');

    // Chosen by keyboard alone: Space, and with Shift a range.
    const compare = page.getByRole('button', { name: /^Compare \(/ });
    await page.locator(`[data-job="${last}"]`).focus();
    await page.keyboard.press('Space');
    expect(await compare.isDisabled()).toBe(true);
    for (const run of [runs[10], runs[9]]) {
      await page.keyboard.press('ArrowDown');
      await page.locator(`[data-job="${run ?? ''}"]:focus`).waitFor();
    }
    await page.keyboard.press('Shift+Space');
    await expect.poll(() => compare.innerText()).toBe('Compare (3)');
    expect(await page.locator('.carry-Job-title').count()).toBe(0);
    await page.getByLabel('Choose “rate-0”').check();
    await page.getByLabel('Choose “rate-8”').click({ modifiers: ['Shift'] });
    await expect.poll(() => compare.innerText()).toBe('Compare (12)');
    expect(await compare.isDisabled()).toBe(true);
    await page.getByText('Choose 2 to 10 runs to compare them').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    for (const name of ['rate-11', 'rate-4', 'rate-0']) {
      await page.getByLabel(`Choose “${name}”`, { exact: true }).check();
    }
    // The choice stays while the list shows other runs.
    const search = page.getByLabel('Name, id or filter of runs');
    await search.fill('rate-7');
    await expect.poll(() => page.locator('.carry-JobLine').count()).toBe(1);
    await expect.poll(() => compare.innerText()).toBe('Compare (3)');
    await search.fill('');
    await sidebar.keepPicture('compare-runs-2-chosen');
    await compare.click();

    const area = page.locator('.carry-Compare');
    const row = (name: string) =>
      area.locator('tr', { has: page.getByRole('rowheader', { name, exact: true }) });
    await row('rate').waitFor({ timeout: 20_000 });
    await page.getByRole('tab', { name: 'Compare 3 runs' }).waitFor();
    expect(await area.locator('thead').innerText()).toMatch(/rate-11[\s\S]*rate-4[\s\S]*rate-0/);
    expect(await row('rate').locator('td').allInnerTexts()).toEqual([
      '1.2000000000000002',
      '0.5',
      '0.1'
    ]);
    expect(await row('layers').count()).toBe(0);
    expect(await row('team').locator('td').allInnerTexts()).toEqual(['blue', 'green', 'green']);
    await area.getByLabel('Show also what is the same').check();
    expect(await row('layers').locator('td').allInnerTexts()).toEqual(['3', '3', '3']);
    const loss = area.locator('[data-chart="loss"]');
    await loss.locator('canvas').waitFor();
    expect(await loss.locator('.carry-Chart-key').count()).toBe(3);
    await sidebar.keepPicture('compare-runs-3-page');

    // A run that goes on is followed; one that is deleted is marked.
    await lab.python(`
from mlflow import MlflowClient
MlflowClient().log_metric("${last}", "accuracy", 7.5, step=99)
MlflowClient().delete_run("${first}")
`);
    await expect
      .poll(() => row('accuracy').locator('td').first().innerText(), { timeout: 5000 })
      .toBe('7.5');
    await expect.poll(() => area.locator('thead').innerText()).toContain('deleted');
    await lab.python(
      `from mlflow import MlflowClient; MlflowClient().set_terminated("${last}", "FAILED")`
    );
    await expect
      .poll(() => area.locator('thead').innerText(), { timeout: 5000 })
      .toContain('Failed');

    // JupyterLab restores the page after a reload.
    await sidebar.reload();
    await row('rate').waitFor({ timeout: 30_000 });
    await loss.locator('canvas').waitFor();
    await sidebar.keepPicture('compare-runs-4-reloaded');
    await area.getByRole('button', { name: 'rate-4' }).click();
    await expect.poll(() => page.locator('.carry-Job-title').innerText()).toBe('rate-4');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);

  it('the executed notebooks of two runs: what differs in the cells and in what they print', async () => {
    for (const name of ['slow', 'fast']) {
      await lab.carry('submit', join(lab.root, `${name}.ipynb`), '--stream');
    }
    const sidebar = await SidebarPage.open(browser, lab, 'any.ipynb');
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    for (const name of ['slow', 'fast']) {
      await page.getByLabel(`Choose “${name}”`).check();
    }
    await page.getByRole('button', { name: 'Compare (2)' }).click();
    const area = page.locator('.carry-Compare');
    await area.getByRole('button', { name: 'Compare notebooks' }).click();
    await area.locator('.carry-Diff').waitFor({ timeout: 20_000 });
    expect(await area.locator('.carry-Diff del').allInnerTexts()).toEqual([
      '-rate = 0.1',
      '-trained at 0.1'
    ]);
    expect(await area.locator('.carry-Diff ins').allInnerTexts()).toEqual([
      '+rate = 0.5',
      '+trained at 0.5'
    ]);
    await sidebar.keepPicture('compare-runs-5-notebooks');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});
