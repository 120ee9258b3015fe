import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

/** A run that goes on, with many metrics and with values at the edges of what a number can be. */
const LOGGED = `
import math
from mlflow import MlflowClient
from mlflow.entities import Metric

client = MlflowClient()
experiment = client.create_experiment("curves")
run = client.create_run(experiment, run_name="many-metrics").info.run_id
start = 1_700_000_000_000
def log(key, values):
    client.log_batch(run, [Metric(key, v, start + n * 1000, n) for n, v in enumerate(values)])
log("loss", [3 * math.exp(-n / 60) + 0.3 * math.sin(n * 1.7) for n in range(300)])
log("val_loss", [3.2 * math.exp(-n / 80) + 0.2 for n in range(300)])
log("edge/huge", [-1.7e308, 1.7e308, 0.0])
log("edge/tiny", [5e-324, 1e-323, 0.0])
log("edge/flat", [1e17, 1e17 + 16])
log("edge/wide", [1e-300, 1.0, 1e300])
log("edge/gaps", [1.0, float("nan"), 2.0, float("inf"), 3.0, 4.0])
for n in range(120):
    log(f"layer/{n}/norm", [n + math.sin(step / (n + 1)) for step in range(12)])
print(run)
`;

const logMore = (run: string, step: number, value: number): string => `
from mlflow import MlflowClient
MlflowClient().log_metric("${run}", "loss", ${value}, step=${step})
`;

useLab(() => {
  writeNotebook(join(lab.root, 'any.ipynb'), { cells: ['print("done")'] });
});

const figure = (page: Page, metric: string) => page.locator(`[data-chart="${metric}"]`);
const picture = (page: Page, metric: string) =>
  figure(page, metric)
    .locator('canvas')
    .evaluate(canvas => (canvas as unknown as { toDataURL: () => string }).toDataURL());

describe('metric curves', () => {
  it('are live, many and small, found by name, smoothed, logarithmic, by step or time', async () => {
    const run = (await lab.python(LOGGED)).trim().split('\n').at(-1) ?? '';
    const sidebar = await SidebarPage.open(browser, lab, 'any.ipynb');
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    await page.locator(`[data-job="${run}"]`).click();
    await figure(page, 'edge/gaps').locator('canvas').waitFor({ timeout: 20_000 });
    await sidebar.keepPicture('metric-curves-1');

    // Only those in view are drawn.
    expect(await page.locator('[data-chart]').count()).toBe(126);
    expect(await page.locator('[data-chart] canvas').count()).toBeLessThan(20);

    // The values of the cursor are read with the arrow keys.
    const plot = figure(page, 'edge/gaps').getByRole('slider');
    await figure(page, 'edge/gaps').getByRole('button').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => plot.getAttribute('aria-valuetext')).toBe('edge/gaps: NaN @ 1');
    expect(await plot.getAttribute('aria-valuenow')).toBe('1');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('edge/huge');

    // The choices redraw the charts.
    await page.getByLabel('Find a metric').fill('LOSS');
    await figure(page, 'loss').locator('canvas').waitFor({ timeout: 20_000 });
    let before = await picture(page, 'loss');
    const redrawn = async (change: () => Promise<unknown>): Promise<void> => {
      await change();
      await expect.poll(() => picture(page, 'loss')).not.toBe(before);
      before = await picture(page, 'loss');
    };
    await redrawn(() => page.getByLabel('Smoothing').fill('0.9'));
    await sidebar.keepPicture('metric-curves-2-smoothed');
    await redrawn(() => page.getByLabel('Log scale').check());
    await expect
      .poll(() => figure(page, 'loss').innerText())
      .toMatch(/\d+ of 300 values of “loss” are 0 or less/);
    await redrawn(() => page.getByLabel('Horizontal axis').selectOption('relative'));
    await sidebar.keepPicture('metric-curves-3-log-relative');
    await page.getByLabel('Find a metric').fill('EDGE');
    await expect.poll(() => page.locator('[data-chart]').count()).toBe(5);
    await page.getByLabel('Log scale').uncheck();
    await sidebar.keepPicture('metric-curves-4-edges');
    await page.getByLabel('Find a metric').fill('no such');
    await page.getByText('No metric has this in its name.').waitFor();
    await page.getByLabel('Find a metric').fill('loss');

    // A click enlarges a chart, which stays live; the theme colours it again.
    await figure(page, 'loss').first().getByRole('button').click();
    const dialog = page.getByRole('dialog', { name: 'The metric “loss”' });
    await dialog.locator('canvas').waitFor();
    await sidebar.keepPicture('metric-curves-5-enlarged');
    await lab.python(logMore(run, 300, 77));
    await dialog.locator('.carry-Chart-value', { hasText: /^77$/ }).waitFor({ timeout: 10_000 });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    before = await picture(page, 'loss');
    await redrawn(async () => {
      const item = (label: string) =>
        page.locator('.lm-Menu-item', { hasText: label }).filter({ visible: true }).first();
      await page.locator('.lm-MenuBar-item', { hasText: 'Settings' }).click();
      await item('Theme').hover();
      await item('JupyterLab Dark').click();
    });
    await sidebar.keepPicture('metric-curves-6-dark');
    expect(sidebar.complaints).toEqual([]);

    await page.reload();
    await page.locator('#jupyterlab-splash').waitFor({ state: 'detached', timeout: 60_000 });
    await figure(page, 'edge/gaps').locator('canvas').waitFor({ timeout: 20_000 });
    expect(await page.getByLabel('Smoothing').inputValue()).toBe('0.9');
    expect(await page.getByLabel('Horizontal axis').inputValue()).toBe('relative');
    await sidebar.close();
  }, 240_000);
});
