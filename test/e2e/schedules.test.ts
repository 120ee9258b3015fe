import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
  writeNotebook(join(lab.root, 'report.ipynb'), { parameters: 'n = 1', cells: ['print(n + 1)'] });
});

describe('schedules', () => {
  it('repeat a run: created, said in words, run now, changed, paused and deleted', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'report.ipynb');
    const { page } = sidebar;
    await sidebar.parameter('n').fill('41');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 90_000);
    await page.getByRole('button', { name: 'Schedule…' }).click();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('report');
    await page.getByLabel('Cron expression').fill('15 4 * * 1');
    await page.getByText('At 04:15, only on Monday').waitFor();
    await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
    await sidebar.keepPicture('schedules-1-form');
    await page.getByRole('button', { name: 'Create schedule' }).click();

    const schedule = page.locator('.carry-Schedule', { hasText: 'report' });
    await expect
      .poll(() => schedule.innerText(), { timeout: 30_000 })
      .toMatch(/At 04:15, only on Monday \(Asia\/Tokyo\)\s+Submits “report”\s+Next: /);
    await sidebar.keepPicture('schedules-2-list');

    await page.getByRole('button', { name: 'Run now report' }).click();
    const scheduled = page.locator('.carry-JobLine', { hasText: /report-\d{8}T/ });
    await scheduled.click({ timeout: 30_000 });
    await sidebar.runReaches('Completed', 90_000);
    await expect.poll(() => page.locator('.carry-Log-window').innerText()).toContain('42');

    await page.getByRole('tab', { name: 'Schedules' }).click();
    await page.getByRole('button', { name: 'Change times… report' }).click();
    await page.getByLabel('When').selectOption('0 * * * *');
    await page.getByRole('button', { name: 'Save times' }).click();
    await expect.poll(() => schedule.innerText(), { timeout: 30_000 }).toContain('Every hour');
    await page.getByRole('button', { name: 'Pause report' }).click();
    await expect.poll(() => schedule.innerText(), { timeout: 30_000 }).toContain('Paused');
    await page.getByRole('button', { name: 'Delete… report' }).click();
    await page.locator('.jp-Dialog .jp-mod-accept').click();
    await page.getByText('Nothing is scheduled yet.').waitFor({ timeout: 30_000 });
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 300_000);
});

describe('a run that has ended', () => {
  it('is run again as it was', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'report.ipynb');
    const { page } = sidebar;
    await sidebar.parameter('n').fill('7');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 90_000);
    const first = await page.locator('.carry-Job-title').getAttribute('title');
    await page.getByRole('button', { name: 'Run again', exact: true }).click();
    await expect
      .poll(() => page.locator('.carry-Job-title').getAttribute('title'), { timeout: 30_000 })
      .not.toBe(first);
    await sidebar.runReaches('Completed', 90_000);
    await expect.poll(() => page.locator('.carry-Log-window').innerText()).toContain('8');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 200_000);
});
