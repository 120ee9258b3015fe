import { describe, expect, it } from 'vitest';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab();

const story = [
  {
    notebook: '01-adder.ipynb',
    parameter: { name: 'digits', value: '3' },
    log: /sums seen in/,
    charts: ['loss', 'exact'],
    files: 'model',
    logsModel: true,
    model: 'adder-by-click'
  },
  {
    notebook: '02-any-kernel.ipynb',
    parameter: { name: 'darts', value: '500' },
    log: /pi is about/,
    charts: ['estimate', 'error'],
    files: 'tables',
    logsModel: false,
    model: 'pi-by-click'
  }
];

describe.each(story)(
  '$notebook',
  ({ notebook, parameter, log, charts, files, logsModel, model }) => {
    it('is submitted with a click and becomes a registered model', async () => {
      const sidebar = await SidebarPage.open(browser, lab, notebook);
      const { page } = sidebar;
      const picture = (step: string): Promise<void> =>
        sidebar.keepPicture(`${notebook.replace('.ipynb', '')}-${step}`);

      await sidebar.parameter(parameter.name).fill(parameter.value);
      await picture('1-submit');
      await sidebar.submit();
      await sidebar.runReaches('Running', 60_000);
      await picture('2-running');
      await sidebar.runReaches('Completed', 240_000);
      await expect.poll(() => page.locator('.carry-Log-window').innerText()).toMatch(log);
      await picture('3-log');

      await sidebar.runTab('Metrics');
      for (const chart of charts) {
        const figure = page.locator('.carry-Chart', { hasText: chart }).first();
        await figure.scrollIntoViewIfNeeded();
        await expect
          .poll(() => figure.getByRole('slider').getAttribute('aria-valuemax'), {
            message: `points of ${chart}`
          })
          .toMatch(/^[2-9]$|\d\d/);
      }
      await picture('4-metrics');

      const offered = page.getByRole('button', { name: 'Register model…' });
      await expect.poll(() => offered.count()).toBe(logsModel ? 1 : 0);
      await sidebar.runTab('Parameters');
      const name = page.getByRole('rowheader', { name: parameter.name, exact: true });
      const row = page.locator('.carry-Table tr', { has: name });
      await expect.poll(() => row.innerText()).toContain(parameter.value);

      await sidebar.register(model, files);
      const line = page.locator('.carry-ModelLine', { hasText: model });
      await expect.poll(() => line.innerText()).toContain('version 1');
      await picture('5-models');
      const registered = JSON.parse(await lab.carry('models', '--json')) as { name: string }[];
      expect(registered.map(({ name }) => name)).toContain(model);

      await page.locator('.carry-Version').first().click();
      if (logsModel) {
        await page.getByLabel('Sum', { exact: true }).fill('27+15');
        await page.getByRole('button', { name: 'Predict' }).click();
        const prediction = page.getByLabel('Prediction', { exact: true });
        await expect.poll(() => prediction.innerText(), { timeout: 60_000 }).toMatch(/^\d+$/);
        await picture('6-prediction');
      }
      await page.getByRole('list', { name: 'Lineage' }).getByRole('button').click();
      await sidebar.runTab('Files');
      const shown = page.locator('.carry-FileTree');
      await expect.poll(() => shown.innerText()).toContain(files);
      await page.getByRole('button', { name: 'Open notebook' }).click();
      await page.locator('.lm-TabBar-tabLabel', { hasText: 'Run: ' }).waitFor({ timeout: 30_000 });
      const outputs = page.locator('.carry-RunNotebook .jp-OutputArea-output');
      await outputs.first().waitFor({ timeout: 30_000 });
      await picture('7-executed');
      expect(sidebar.complaints).toEqual([]);
      await sidebar.close();
    }, 400_000);
  }
);

describe('a run that is under way', () => {
  it('is shown again after a reload, with its log', async () => {
    const sidebar = await SidebarPage.open(browser, lab, '02-any-kernel.ipynb');
    const { page } = sidebar;
    await sidebar.submit();
    await sidebar.reload();
    await sidebar.runReaches('Completed', 120_000);
    await expect.poll(() => page.locator('.carry-Log-window').innerText()).toContain('cell 1 of');
    await sidebar.close();
  }, 200_000);
});
