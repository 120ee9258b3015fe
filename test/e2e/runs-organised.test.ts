import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

const TRAIN = `
import mlflow
mlflow.log_metric("epoch", 3)
mlflow.log_metric("val_loss", 1 / digits)
`;

useLab(() => {
  writeNotebook(join(lab.root, 'train.ipynb'), {
    parameters: 'digits = 2\nrate = 0.5',
    cells: [TRAIN]
  });
  writeNotebook(join(lab.root, 'other.ipynb'), { parameters: 'digits = 9', cells: ['1'] });
});

describe('a line of the list', () => {
  it('tells runs of one notebook apart: when it started, what differs, a key metric', async () => {
    await lab.carry('submit', join(lab.root, 'train.ipynb'), '--stream');
    await lab.carry('submit', join(lab.root, 'train.ipynb'), '-p', 'digits=4', '--stream');
    await lab.carry('submit', join(lab.root, 'other.ipynb'), '--stream');
    const sidebar = await SidebarPage.open(browser, lab, 'train.ipynb');
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    const lines = page.locator('.carry-JobLine', { hasText: 'train' });
    await expect.poll(() => lines.count(), { timeout: 20_000 }).toBe(2);
    const values = lines.locator('.carry-JobLine-values');
    await expect
      .poll(() => values.allInnerTexts())
      .toEqual(['val_loss 0.25 · digits 4', 'val_loss 0.5 · digits 2']);
    const when = lines.first().locator('.carry-JobLine-when');
    expect(await when.innerText()).toMatch(/^(now|\d+ min\. ago)$/);
    expect(await when.getAttribute('title')).toMatch(/20\d\d.*\d+:\d\d:\d\d/);
    const other = page.locator('.carry-JobLine', { hasText: 'other' });
    expect(await other.locator('.carry-JobLine-values').count()).toBe(0);
    await sidebar.keepPicture('runs-organised-1-apart');
    await page.addStyleTag({ content: '.carry-Jobs { width: 240px; }' });
    await sidebar.keepPicture('runs-organised-2-narrow');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});
