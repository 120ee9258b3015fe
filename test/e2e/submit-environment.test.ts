import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
  const folder = join(lab.root, 'changed');
  writeNotebook(join(folder, 'packages.ipynb'), { cells: ['print("ran")'] });
  writeNotebook(join(lab.root, 'script.ipynb'), { kernel: 'tslab', cells: ['console.log(1)'] });
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
  appendFileSync(join(folder, 'packages.ipynb'), '\n');
});

describe('environment captured from the running kernel, and git commit and patch kept with the run', () => {
  it('the packages of the kernel are shown, and the job names an environment that has them', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'changed/packages.ipynb');
    const { page } = sidebar;
    const form = page.locator('.carry-Submit');
    await page.getByText(/Python 3 \(ipykernel\) \| Idle/).waitFor({ timeout: 60_000 });
    await form.locator('summary', { hasText: 'Options' }).click();
    await form
      .getByLabel('Environment', { exact: true })
      .selectOption({ label: 'the packages of this kernel' });
    const list = form.locator('.carry-KernelEnvironment');
    await list.getByText(/^\d+ packages$/).click();
    await expect.poll(() => list.locator('pre').innerText()).toMatch(/- papermill==\d/);
    expect(await list.locator('pre').innerText()).toContain('name: kernel-python3');
    await sidebar.keepPicture('submit-environment-1-packages');
    await page.getByRole('button', { name: 'Show as YAML' }).click();
    const text = page.getByRole('dialog').getByRole('tabpanel').locator('pre');
    await expect.poll(() => text.innerText()).toContain('conda_file:');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await sidebar.submit();
    const named = (): Promise<{ name: string; environment: string }[]> =>
      lab.carry('runs', '--json').then(json => JSON.parse(json) as never);
    await expect
      .poll(async () => (await named())[0]?.environment, { timeout: 20_000 })
      .toMatch(/^kernel-python3:[0-9a-f]{12}$/);
    // Whether the packages can be installed here depends on the network.
    await lab.carry('cancel', (await named())[0]?.name ?? '').catch(() => undefined);
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);

  it('a run keeps what differed from the commit', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'changed/packages.ipynb');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 120_000);
    await sidebar.runTab('Files');
    await sidebar.page.getByText('uncommitted.patch').waitFor({ timeout: 20_000 });
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);

  it('says that only Python tells its packages', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'script.ipynb');
    const form = sidebar.page.locator('.carry-Submit');
    await form.locator('summary', { hasText: 'Options' }).click();
    await form
      .getByLabel('Environment', { exact: true })
      .selectOption({ label: 'the packages of this kernel' });
    await form.getByText('only Python tells them').waitFor({ timeout: 60_000 });
    await sidebar.keepPicture('submit-environment-2-typescript');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 120_000);
});
