import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browser, lab, useLab } from './lab-session.js';
import { writeNotebook } from '../notebook-file.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
  writeNotebook(join(lab.root, 'long.ipynb'), {
    parameters: 'seconds = 600',
    cells: ['import time\nprint("begun", flush=True)\ntime.sleep(seconds)']
  });
  writeNotebook(join(lab.root, 'broken.ipynb'), {
    parameters: 'n = 0',
    cells: ['print("still fine")', 'raise ValueError(f"no such number: {n}")', 'print("never")']
  });
});

describe('a run in the sidebar', () => {
  it('is cancelled after a confirmation, and shows it', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'long.ipynb');
    const { page } = sidebar;
    await sidebar.submit();
    await expect
      .poll(() => page.locator('.carry-Log-window').innerText(), { timeout: 60_000 })
      .toContain('begun');
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.locator('.jp-Dialog .jp-mod-accept').click();
    await sidebar.runReaches('Canceled', 30_000);
    await sidebar.keepPicture('run-control-1-canceled');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 180_000);

  it('that fails names the cell and the error', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'broken.ipynb');
    const { page } = sidebar;
    await sidebar.submit();
    await sidebar.runReaches('Failed', 90_000);
    await expect
      .poll(() => page.locator('.carry-Job-head').innerText(), { timeout: 10_000 })
      .toMatch(/Code cell 3 of 4 failed\s+ValueError: no such number: 0/);
    await sidebar.keepPicture('run-control-2-failed');
    await page.locator('.carry-Job-head').getByText('Show the failing cell').click();
    const failed = page.locator('.carry-RunNotebook .jp-RenderedText', { hasText: 'ValueError' });
    await failed.last().waitFor({ timeout: 30_000 });
    await expect.poll(() => isInView(failed.last())).toBe(true);
    await sidebar.keepPicture('run-control-3-failed-notebook');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 180_000);

  it('is shown again when the local workspace restarts', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'broken.ipynb');
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    const rows = page.locator('.carry-JobLine', { hasText: 'broken' });
    await rows.first().waitFor({ timeout: 30_000 });
    await lab.carry('down');
    await expect
      .poll(() => page.locator('#carry-sidebar').innerText(), { timeout: 30_000 })
      .toMatch(/workspace|reach|connect/i);
    await sidebar.keepPicture('run-control-4-workspace-away');
    await lab.carry('up');
    await sidebar.showPanel('Submit');
    await sidebar.submit();
    await sidebar.runReaches('Failed', 90_000);
    await sidebar.close();
  }, 240_000);
});

function isInView(one: Locator): Promise<boolean> {
  return one.evaluate(node => {
    const { top, bottom } = node.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
}
