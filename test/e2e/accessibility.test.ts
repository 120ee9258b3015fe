import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A run with parameters, two metrics, a model, files and an output in colours. */
const RUN = [
  'import mlflow, os',
  'for step in range(5):',
  '    mlflow.log_metrics({"loss": 1 / (step + 1), "accuracy": step / 5}, step=step)',
  'os.makedirs("outputs/model", exist_ok=True)',
  'open("outputs/model/weights.bin", "w").write("1")',
  'print("\\x1b[31mred\\x1b[0m and \\x1b[32mgreen\\x1b[0m")'
].join('\n');

useLab(() => {
  writeNotebook(join(lab.root, 'seen.ipynb'), {
    parameters: 'rate = 0.1  # The learning rate\nname = "x"\nfast = True',
    cells: [RUN]
  });
});

describe('for people who use a screen reader, the keyboard or another theme', () => {
  it.each(['JupyterLab Light', 'JupyterLab Dark', 'JupyterLab Dark High Contrast'])(
    'no part of the sidebar has a fault that axe finds, in %s',
    async theme => {
      await setTheme(theme);
      const sidebar = await SidebarPage.open(browser, lab, 'seen.ipynb');
      const { page } = sidebar;
      await expect.poll(() => page.locator('body').getAttribute('data-jp-theme-name')).toBe(theme);
      await page.addScriptTag({ path: axe });
      const faults: string[] = [];
      const look = async (part: string, selector = '#carry-sidebar'): Promise<void> => {
        faults.push(...(await faultsOf(page, selector)).map(fault => `${part}: ${fault}`));
        await sidebar.keepPicture(`accessibility-${theme.replaceAll(' ', '-')}-${part}`);
      };

      await sidebar.parameter('rate').waitFor({ timeout: 30_000 });
      await look('Submit');
      await sidebar.submit();
      await sidebar.runReaches('Completed', 120_000);
      for (const tab of ['Log', 'Metrics', 'Parameters', 'Files'] as const) {
        await sidebar.runTab(tab);
        await page.locator('.carry-Job-tab').getByText(SEEN[tab]).first().waitFor();
        await look(`Run-${tab}`);
      }
      await page.getByRole('button', { name: 'Open notebook' }).click();
      await page.locator('.carry-RunNotebook .jp-OutputArea-output').first().waitFor();
      await look('Notebook', '.carry-RunNotebook-head');
      await page.getByRole('button', { name: 'Schedule…' }).click();
      await page.getByLabel('Cron expression').waitFor();
      await look('Schedules-form');
      await page.getByLabel('Name', { exact: true }).fill(`seen-${theme.replaceAll(' ', '-')}`);
      await page.getByRole('button', { name: 'Create schedule' }).click();
      await page.getByRole('form', { name: 'Schedule' }).waitFor({ state: 'detached' });
      await page.locator('.carry-Schedule').first().waitFor();
      await look('Schedules');
      await sidebar.showPanel('Runs');
      await sidebar.register(`seen-${theme.replaceAll(' ', '-')}`, 'outputs/model');
      await look('Models');
      await sidebar.showPanel('Runs');
      await page.getByRole('button', { name: 'All runs' }).click();
      await page.locator('.carry-JobLine').first().waitFor();
      await look('Runs');
      expect(faults).toEqual([]);
      expect(sidebar.complaints).toEqual([]);
      await sidebar.close();
    },
    240_000
  );
});

/** A text of each tab. */
const SEEN = {
  Log: 'code cell 1 of',
  Metrics: 'loss',
  Parameters: 'rate',
  Files: 'weights.bin'
} as const;

/** Saves the theme as a setting of the user; pages that are opened afterwards have it. */
async function setTheme(theme: string): Promise<void> {
  const url = `${lab.url}lab/api/settings/@jupyterlab/apputils-extension:themes?token=${lab.token}`;
  const raw = JSON.stringify({ theme });
  const saved = await fetch(url, { method: 'PUT', body: JSON.stringify({ raw }) });
  expect(saved.status).toBe(204);
}

/** The faults of a part of the page, each as its rule and the elements. */
async function faultsOf(page: Page, selector: string): Promise<string[]> {
  const { violations } = await page.evaluate(async part => {
    const { axe } = window as unknown as {
      axe: { run: (part: string, options: object) => Promise<AxeResults> };
    };
    return axe.run(part, { resultTypes: ['violations'] });
  }, selector);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`)
  );
}
