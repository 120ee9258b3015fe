import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { browser, lab, useLab } from '../../e2e/lab-session.js';
import { SidebarPage } from '../../e2e/sidebar-page.js';
import { writeNotebook } from '../../notebook-file.js';
import { bridgeMemory, heapAfterCollection } from './memory.js';
import { firstPaint, scrolling, searching } from './run-list.js';
import { traffic } from './traffic.js';

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 5;

/** Seconds of the simulated run; each has 100 lines in the log and a step of a metric. */
const SECONDS = 3600;

/** How many tabs follow the run in the second measurement. */
const TABS = 3;

/** What the sidebar costs; `sidebar.mjs` makes a table of it. */
const figures: Record<string, unknown> = {};

useLab(() => {
  writeNotebook(join(lab.root, 'slow.ipynb'), {
    cells: [
      `import time, mlflow
for second in range(120):
    print(f"second {second}")
    mlflow.log_metric("loss", 1 / (second + 1), step=second)
    time.sleep(1)`
    ]
  });
  writeNotebook(join(lab.root, 'hour.ipynb'), {
    cells: [
      `import time, mlflow
for second in range(${SECONDS}):
    for n in range(100):
        print(f"2026-01-02 03:04:05,678 second {second:04d} line {n:02d} of the training: loss {1 / (second + 1):.6f}")
    mlflow.log_metric("loss", 1 / (second + 1), step=second)
    time.sleep(0.02)`
    ]
  });
});

afterAll(() => {
  const file = process.env.CARRY_FIGURES;
  if (file === undefined) throw new Error('CARRY_FIGURES has to name the file of the figures.');
  writeFileSync(file, JSON.stringify(figures));
});

/** Makes runs as a client of MLflow does, several at a time. */
async function makeRuns(count: number): Promise<void> {
  await lab.python(`
import os
from concurrent.futures import ThreadPoolExecutor
from mlflow import MlflowClient

# It prints the address of each run that ends.
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"
client = MlflowClient()

def make(n):
    run = client.create_run("0", run_name=f"try-{n}")
    client.log_metric(run.info.run_id, "loss", 1 / (n + 1))
    client.set_terminated(run.info.run_id)

with ThreadPoolExecutor(8) as pool:
    list(pool.map(make, range(${count})))
`);
}

describe('the sidebar', () => {
  it('shows a list of runs of any length', async () => {
    const paints: { few: number[]; many: number[] } = { few: [], many: [] };
    await makeRuns(FEW);
    for (let i = 0; i < ROUNDS; i += 1) paints.few.push(await firstPaint(browser, lab));
    await makeRuns(MANY - FEW);
    for (let i = 0; i < ROUNDS; i += 1) paints.many.push(await firstPaint(browser, lab));
    const frames = await scrolling(browser, lab);
    const search = await searching(browser, lab, 'try-777', MANY);
    Object.assign(figures, { paints, frames, search, FEW, MANY });
  }, 1_200_000);

  it('follows a run with few requests', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'slow.ipynb');
    await sidebar.submit();
    await sidebar.runReaches('Running', 60_000);
    const one = await traffic([sidebar.page]);
    const others = [];
    for (let i = 1; i < TABS; i += 1) {
      const other = await SidebarPage.open(browser, lab, 'slow.ipynb');
      await other.showPanel('Runs');
      await other.page.locator('.carry-JobLine', { hasText: 'slow' }).click();
      await other.runReaches('Running', 60_000);
      others.push(other);
    }
    const several = await traffic([sidebar, ...others].map(({ page }) => page));
    Object.assign(figures, { one, several, TABS });
    for (const each of [sidebar, ...others]) await each.close();
  }, 300_000);

  it('follows the log of an hour in the same memory', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'hour.ipynb');
    const { page } = sidebar;
    await sidebar.submit();
    await page.locator('.carry-Log-line').first().waitFor({ timeout: 60_000 });
    const before = { page: await heapAfterCollection(page), bridge: bridgeMemory(lab) };
    await sidebar.runReaches('Completed', 1_200_000);
    const after = { page: await heapAfterCollection(page), bridge: bridgeMemory(lab) };
    Object.assign(figures, { before, after, lines: SECONDS * 100 });
    await sidebar.close();
  }, 1_500_000);
});
