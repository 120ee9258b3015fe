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

/** Counts the looks, because a test that is run again needs other names. */
let looks = 0;

/** Two runs to compare. */
const LOGGED = `
import mlflow
for rate in [0.1, 0.2]:
    with mlflow.start_run(run_name=f"rate-{rate}"):
        mlflow.log_param("rate", rate)
        for step in range(3):
            mlflow.log_metric("loss", rate / (step + 1), step=step)
`;

useLab(async () => {
  writeNotebook(join(lab.root, 'seen.ipynb'), {
    parameters: 'rate = 0.1  # The learning rate\nname = "x"\nfast = True',
    cells: [RUN]
  });
  await lab.python(LOGGED);
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

      looks += 1;
      const name = `seen-${looks}`;
      await sidebar.parameter('rate').waitFor({ timeout: 30_000 });
      await look('Submit');
      await page.getByRole('button', { name: 'Show as YAML' }).click();
      await page.locator('.carry-ShowAs-dialog').waitFor({ timeout: 30_000 });
      await look('Show-as-dialog', '.carry-ShowAs-dialog');
      await page.keyboard.press('Escape');
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
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByRole('button', { name: 'Create schedule' }).click();
      await page.getByRole('form', { name: 'Schedule' }).waitFor({ state: 'detached' });
      await page.locator('.carry-Schedule').first().waitFor();
      await look('Schedules');
      await sidebar.showPanel('Runs');
      await sidebar.register(name, 'outputs/model');
      await look('Models');
      await page.getByRole('button', { name: new RegExp(`^Delete “${name}”`) }).click();
      await page.locator('.jp-Dialog input').waitFor();
      await look('Models-dialog', '.jp-Dialog-content .jp-Dialog-body');
      await page.keyboard.press('Escape');
      await page.locator('.carry-Version').first().click();
      await page.getByRole('region', { name: 'Files' }).getByText('weights.bin').waitFor();
      await look('Version');
      await sidebar.showPanel('Runs');
      await page.getByRole('button', { name: 'All runs' }).click();
      await page.locator('.carry-JobLine').first().waitFor();
      await look('Runs');
      for (const rate of ['0.1', '0.2']) {
        await page.getByRole('checkbox', { name: `Choose “rate-${rate}”` }).check();
      }
      await page.getByRole('button', { name: /^Compare/ }).click();
      await page.locator('.carry-Compare canvas').first().waitFor({ timeout: 30_000 });
      await look('Compare', '.carry-Compare');
      await page.locator('.carry-Compare').getByRole('button', { name: 'loss' }).first().click();
      await page.getByRole('dialog').locator('canvas').waitFor();
      await look('Chart-dialog', '.carry-LargeChart');
      await page.keyboard.press('Escape');
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
