import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

/** Waits until the test lets all runs end at once. */
const wait = (go: string, then: string): string =>
  `import os, time\nwhile not os.path.exists(${JSON.stringify(go)}): time.sleep(0.05)\n${then}`;

useLab();

describe('the notifications of ended runs', () => {
  it('are one for the runs of this browser that end together, also after a reload', async () => {
    const go = join(lab.temporary, 'go');
    const write = (name: string, then: string): void => {
      writeNotebook(join(lab.root, name), { cells: [wait(go, then)] });
    };
    write('good.ipynb', 'print("done")');
    write('bad.ipynb', 'raise ValueError("no such number")');
    write('of-others.ipynb', 'print("done")');
    const sidebar = await SidebarPage.open(browser, lab, 'good.ipynb');
    const { page } = sidebar;
    await sidebar.submit();
    await sidebar.load('bad.ipynb');
    await page.locator('li[data-id="carry-sidebar"]').click();
    await sidebar.showPanel('Submit');
    await sidebar.submit();
    await lab.carry('submit', join(lab.root, 'of-others.ipynb'));
    await sidebar.reload();
    await page.getByRole('button', { name: 'All runs' }).click({ timeout: 30_000 });
    await page.locator('.carry-JobLine', { hasText: 'of-others' }).waitFor({ timeout: 30_000 });
    const running = page.locator('.carry-JobLine', { hasText: 'Running' });
    await expect.poll(() => running.count(), { timeout: 60_000 }).toBe(3);

    writeFileSync(go, '');
    await expect.poll(() => running.count(), { timeout: 60_000 }).toBe(0);
    await page.locator('.jp-Notification-Status-Text').click();
    const entries = page.locator('.jp-Notification-List-Item', { hasText: /completed|failed/ });
    await expect.poll(() => entries.count()).toBe(1);
    const entry = entries.first();
    expect(await entry.innerText()).toContain('1 run has completed, 1 has failed.');
    await sidebar.keepPicture('run-notifications-1-grouped');
    await entry.getByRole('button', { name: 'Show Runs' }).click();
    await page.getByRole('list', { name: 'Runs' }).waitFor();
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});

describe("status-bar count, entry in JupyterLab's Running panel", () => {
  it('a run is counted and listed until it ends, opened and canceled from there', async () => {
    writeNotebook(join(lab.root, 'long.ipynb'), { cells: ['import time\ntime.sleep(600)'] });
    const sidebar = await SidebarPage.open(browser, lab, 'long.ipynb');
    const { page } = sidebar;
    await sidebar.submit();
    await sidebar.runReaches('Running', 60_000);
    const count = page.locator('.carry-Status-count:visible');
    await expect.poll(() => count.innerText()).toContain('1');
    await page.getByRole('button', { name: 'All runs' }).click();
    await page.locator('li[data-id="jp-running-sessions"]').click();
    const entry = page.locator('.jp-RunningSessions-item', { hasText: 'long' }).filter({
      hasText: 'Running'
    });
    await entry.waitFor();
    await sidebar.keepPicture('run-notifications-2-running-panel');
    await entry.locator('.jp-RunningSessions-itemLabel').click();
    await page.locator('.carry-Job-status').waitFor();
    await page.locator('li[data-id="jp-running-sessions"]').click();
    await entry.hover();
    await entry.getByTitle('Cancel').click();
    await entry.waitFor({ state: 'detached', timeout: 30_000 });
    await page.locator('li[data-id="carry-sidebar"]').click();
    await sidebar.runReaches('Canceled', 30_000);
    expect(await count.count()).toBe(0);
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 180_000);
});
