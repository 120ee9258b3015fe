import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
  writeNotebook(join(lab.root, 'diverged.ipynb'), {
    cells: [
      [
        'import mlflow',
        'for step, value in enumerate([3.0, 2.0, float("nan"), 1.5, float("inf")]):',
        '    mlflow.log_metric("loss", value, step=step)',
        'for step in range(3):',
        '    mlflow.log_metric("broken", float("nan"), step=step)',
        'mlflow.log_metric("low", float("-inf"))',
        'mlflow.log_metric("once", 0.25)'
      ].join('\n')
    ]
  });
});

describe('metrics that are not finite', () => {
  it('are shown as such, and a part that breaks leaves the rest', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'diverged.ipynb');
    const { page } = sidebar;
    const logged: string[] = [];
    page.on('console', message => {
      if (message.type() === 'error' && message.text().includes('on purpose')) {
        logged.push(message.text());
      }
    });
    await sidebar.submit();
    await sidebar.runReaches('Completed', 120_000);
    await sidebar.runTab('Metrics');
    const figure = (metric: string) =>
      page.locator('.carry-Chart', {
        has: page.locator('.carry-Chart-title', { hasText: metric })
      });
    await expect
      .poll(() => figure('loss').locator('.carry-Chart-value').innerText(), { timeout: 30_000 })
      .toBe('∞');
    await figure('loss').locator('canvas').waitFor();
    expect(await figure('broken').innerText()).toContain('Every value of “broken” is NaN');
    expect(await figure('low').locator('.carry-Chart-value').innerText()).toBe('-∞');
    expect(await figure('once').locator('.carry-Chart-value').innerText()).toBe('0.25');
    expect(await figure('once').locator('canvas').count()).toBe(0);
    await sidebar.keepPicture('metric-values-1');

    // The numbers of the charts of “loss” and “once” fail, until they are restored.
    await sidebar.runTab('Log');
    await page.evaluate(() => {
      const prototype = Number.prototype as { toLocaleString: unknown };
      const { toLocaleString } = prototype;
      (window as { restore?: () => void }).restore = () => {
        prototype.toLocaleString = toLocaleString;
      };
      prototype.toLocaleString = () => {
        throw new Error('broken on purpose');
      };
    });
    await sidebar.runTab('Metrics');
    const notice = page.locator('.carry-Notice', { hasText: 'The metric “once” cannot be shown' });
    await notice.waitFor({ timeout: 10_000 });
    expect(await figure('low').locator('.carry-Chart-value').innerText()).toBe('-∞');
    await sidebar.keepPicture('metric-values-2-broken');
    await page.evaluate(() => (window as { restore?: () => void }).restore?.());
    await notice.getByRole('button', { name: 'Try again' }).click();
    await figure('once').waitFor({ timeout: 10_000 });
    expect(await figure('once').locator('.carry-Chart-value').innerText()).toBe('0.25');
    expect(logged).toHaveLength(2);
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});
