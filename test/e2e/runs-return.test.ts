import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

const CELLS = 4;
/** The cell of this number waits for this file. */
const gate = (cell: number): string => join(lab.root, `gate-${cell}`);

useLab(() => {
  const waiting = (cell: number): string =>
    `import os, time\nwhile not os.path.exists(${JSON.stringify(gate(cell))}): time.sleep(0.05)\nprint("through gate ${cell}")`;
  writeNotebook(join(lab.root, 'gated.ipynb'), {
    cells: Array.from({ length: CELLS }, (_, i) => waiting(i + 1))
  });
});

describe('a run in the sidebar', () => {
  it('shows a change of its status within 2 s, without a click', async () => {
    openAll();
    const sidebar = await SidebarPage.open(browser, lab, 'gated.ipynb');
    const { page } = sidebar;
    await sidebar.submit();
    await sidebar.runReaches('Completed', 120_000);
    for (let cell = 1; cell <= CELLS; cell += 1) rmSync(gate(cell));
    await page.getByRole('button', { name: 'All runs' }).click();
    const name = (await lab.carry('submit', join(lab.root, 'gated.ipynb'))).trim();
    const line = page.locator(`.carry-JobLine:has([data-job="${name}"])`);
    await line.filter({ hasText: 'Code cell 1 of 4' }).waitFor({ timeout: 60_000 });
    openAll();
    await line.filter({ hasText: 'Completed' }).waitFor({ timeout: 60_000 });
    const shownAt = Date.now();
    const shown = JSON.parse(await lab.carry('show', name, '--json')) as { endTimeUtc: string };
    // Half a second more is for the test itself, which looks at the page from outside.
    expect(shownAt - Date.parse(shown.endTimeUtc)).toBeLessThan(2500);
    await sidebar.close();
  }, 240_000);

  it('comes back to the truth after a reload, and when the bridge or the workspace is killed in mid-run', async () => {
    for (let cell = 1; cell <= CELLS; cell += 1) rmSync(gate(cell), { force: true });
    const sidebar = await SidebarPage.open(browser, lab, 'gated.ipynb');
    const { page } = sidebar;
    const head = page.locator('.carry-Job-status');
    const line = page.locator('.carry-JobLine').first();
    const log = page.locator('.carry-Log-window');
    await sidebar.submit();
    await head.getByText('code cell 1 of 4').waitFor({ timeout: 60_000 });

    await sidebar.reload();
    await head.getByText('code cell 1 of 4').waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Open notebook' }).click();
    const notebook = page.locator('.carry-RunNotebook');
    writeFileSync(gate(1), '');
    await head.getByText('code cell 2 of 4').waitFor({ timeout: 20_000 });
    await log.getByText('through gate 1').waitFor();

    lab.kill('bridge');
    writeFileSync(gate(2), '');
    await head.getByText('code cell 3 of 4').waitFor({ timeout: 60_000 });
    await log.getByText('through gate 2').waitFor({ timeout: 60_000 });
    await sidebar.keepPicture('runs-return-1-bridge-killed');

    lab.kill('workspace');
    writeFileSync(gate(3), '');
    await head.getByText('code cell 4 of 4').waitFor({ timeout: 90_000 });
    await sidebar.keepPicture('runs-return-2-workspace-killed');
    writeFileSync(gate(4), '');
    await sidebar.runReaches('Completed', 60_000);
    await log.getByText('through gate 4').waitFor();
    await expect.poll(() => notebook.innerText(), { timeout: 60_000 }).toContain('through gate 4');
    expect(await page.locator('.carry-Jobs .carry-mod-error').count()).toBe(0);

    // The list, and the panels that were not on screen.
    await page.getByRole('button', { name: 'All runs' }).click();
    await line.filter({ hasText: 'Completed' }).waitFor();
    for (const panel of ['Submit', 'Schedules', 'Models']) {
      await page.getByRole('tab', { name: panel, exact: true }).click();
      await expect
        .poll(() => page.locator('.carry-Notice.carry-mod-error:visible').count())
        .toBe(0);
    }
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 300_000);
});

function openAll(): void {
  for (let cell = 1; cell <= CELLS; cell += 1) writeFileSync(gate(cell), '');
}
