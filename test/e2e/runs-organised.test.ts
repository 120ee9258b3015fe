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

const BY_HAND = `
from mlflow import MlflowClient

client = MlflowClient()
experiment = client.create_experiment("by-hand")
for n in range(230):
    run = client.create_run(experiment, run_name=f"try-{n}")
    client.set_terminated(run.info.run_id)
`;

useLab(async () => {
  await lab.python(BY_HAND);
  writeNotebook(join(lab.root, 'train.ipynb'), {
    parameters: 'digits = 2\nrate = 0.5',
    cells: [TRAIN]
  });
  writeNotebook(join(lab.root, 'wait.ipynb'), { cells: ['import time\ntime.sleep(600)'] });
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

describe('the list of runs', () => {
  it('is grouped by notebook or experiment with true counts, and keeps pinned runs on top', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'train.ipynb');
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    const lines = page.locator('.carry-JobLine');
    const groups = page.locator('.carry-GroupLine');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const group = (name: string) => groups.filter({ hasText: name });
    const filters = page.getByRole('search', { name: 'Find runs' });
    await filters.getByLabel('Groups').selectOption('By experiment');
    await group('by-hand').waitFor({ timeout: 20_000 });
    expect(await group('by-hand').innerText()).toMatch(/^by-hand\s+230 runs$/);
    await filters.getByLabel('Groups').selectOption('By notebook');
    await group('train.ipynb').waitFor({ timeout: 20_000 });
    expect(await group('No notebook').innerText()).toContain('230 runs');
    expect(await group('train.ipynb').innerText()).toContain('2 runs');
    expect(await lines.count()).toBe(0);

    // With the keyboard alone: open the group, and read what follows.
    await group('No notebook').focus();
    await page.keyboard.press('ArrowRight');
    await lines.first().waitFor();
    await sidebar.keepPicture('runs-organised-3-groups');
    await page.keyboard.press('End');
    await expect.poll(focused).toMatch(/^Show more \(\d+ left\)$/);
    await page.keyboard.press('Enter');
    // The first of those that were read has the focus.
    await expect.poll(focused).toMatch(/^try-\d/);
    await page.keyboard.press('Home');
    await expect.poll(focused).toContain('other.ipynb');
    await group('No notebook').click();
    await expect.poll(() => lines.count()).toBe(0);

    await group('train.ipynb').click();
    await lines.filter({ hasText: 'digits 2' }).click();
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    await page.getByRole('button', { name: 'Unpin' }).waitFor();
    await page.getByRole('button', { name: 'All runs' }).click();
    await expect.poll(() => lines.count()).toBe(2);
    const rows = page.locator('.carry-VirtualList > li');
    const isOnTop = () => rows.first().innerText();
    await expect.poll(isOnTop).toContain('digits 2');
    await page.getByRole('img', { name: 'Pinned' }).waitFor();
    expect(await group('train.ipynb').innerText()).toContain('2 runs · 1 pinned');
    await sidebar.keepPicture('runs-organised-4-pinned');

    await sidebar.reload();
    await group('train.ipynb').waitFor({ timeout: 30_000 });
    await expect.poll(() => lines.count()).toBe(2);
    await expect.poll(isOnTop).toContain('digits 2');
    await filters.getByLabel('Groups').selectOption('Without groups');
    await expect.poll(() => groups.count()).toBe(0);
    await expect.poll(isOnTop).toContain('digits 2');
    await rows.first().click();
    await page.getByRole('button', { name: 'Unpin' }).click();
    await page.getByRole('button', { name: 'Pin', exact: true }).waitFor();
    await page.getByRole('button', { name: 'All runs' }).click();
    await expect.poll(isOnTop).not.toContain('digits 2');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});

describe('many runs at once', () => {
  it('are deleted, cancelled, archived and restored, with a guard that names what is lost', async () => {
    const name = (await lab.carry('submit', join(lab.root, 'train.ipynb'))).trim();
    await lab.carry('logs', name, '-f');
    await lab.carry('register', '--run', name, '--path', 'outputs/train.ipynb', '--name', 'kept');
    await lab.carry('submit', join(lab.root, 'wait.ipynb'));
    const sidebar = await SidebarPage.open(browser, lab, 'train.ipynb');
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    const filters = page.getByRole('search', { name: 'Find runs' });
    await filters.getByLabel('Groups').selectOption('Without groups');
    const line = (text: string) => page.locator('.carry-JobLine', { hasText: text });
    const choose = (text: string) => line(text).first().getByRole('checkbox').check();
    const bar = page.getByRole('group', { name: 'Chosen runs' });
    const search = page.getByLabel('Name, id or filter of runs');
    const dialog = page.locator('.jp-Dialog');
    await line('try-229').waitFor({ timeout: 30_000 });
    await choose('try-229');
    await choose('try-228');
    await sidebar.keepPicture('runs-organised-7-chosen');
    await search.fill('wait');
    await line('wait').filter({ hasText: 'Running' }).waitFor({ timeout: 60_000 });
    await choose('wait');
    await search.fill(name);
    await choose('train');
    await search.fill('');

    await bar.getByRole('button', { name: 'Delete…' }).click();
    await dialog.getByText('1 job is deleted for good').waitFor({ timeout: 20_000 });
    const question = await dialog.innerText();
    expect(question).toContain('Delete 3 runs?');
    expect(question).toContain('2 runs that cells started can be restored');
    expect(question).toContain('1 model version was registered from them (“kept ');
    expect(question).toContain('1 run has not ended and is left');
    await sidebar.keepPicture('runs-organised-5-delete');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('3 runs deleted.').waitFor({ timeout: 30_000 });
    await expect.poll(() => line('try-229').count()).toBe(0);
    await bar.getByRole('button', { name: 'Compare (1)' }).waitFor();
    await sidebar.keepPicture('runs-organised-6-deleted');
    await page.getByRole('button', { name: 'Restore 2 interactive runs' }).click();
    await line('try-229').waitFor({ timeout: 10_000 });
    expect(await lab.carry('models')).toContain('kept');
    await expect(lab.carry('show', name)).rejects.toThrow(name);

    await bar.getByRole('button', { name: 'Cancel…' }).click();
    await dialog.getByRole('button', { name: 'Cancel runs' }).click();
    await page.getByText('1 run cancelled.').waitFor({ timeout: 30_000 });

    // With the keyboard: two runs from one to the next.
    await line('try-229').getByRole('button').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toContain('try-228');
    await page.keyboard.press('Shift+Space');
    await bar.getByRole('button', { name: 'Compare (2)' }).waitFor();
    await bar.getByRole('button', { name: 'Archive' }).click();
    await page.getByText('2 runs archived.').waitFor({ timeout: 10_000 });
    await expect.poll(() => line('try-229').count()).toBe(0);
    await filters.getByLabel('Status').selectOption('Archived');
    await expect.poll(() => page.locator('.carry-JobLine').count()).toBe(2);
    await line('try-229').getByRole('button').focus();
    await page.keyboard.press('Control+a');
    await bar.getByRole('button', { name: 'Restore' }).click();
    await page.getByText('2 runs restored.').waitFor({ timeout: 10_000 });
    await filters.getByLabel('Status').selectOption('Every status');
    await line('try-229').waitFor();
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});

describe('old runs', () => {
  it('are deleted by a rule after they are shown, and never pinned ones', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'train.ipynb');
    const { page } = sidebar;
    const dialog = page.locator('.jp-Dialog');
    await sidebar.showPanel('Runs');
    await page.getByRole('button', { name: 'Clean up…' }).click();
    const days = dialog.getByLabel('Delete runs that ended more than this many days ago');
    const show = dialog.getByRole('button', { name: 'Show what would be deleted' });
    for (const wrong of ['', '-1', '1.5']) {
      await days.fill(wrong);
      await expect.poll(() => show.isDisabled()).toBe(true);
    }
    await days.fill('0');
    await dialog.getByLabel(/^Keep the newest runs of each notebook/).fill('200');
    await sidebar.keepPicture('runs-organised-11-clean-up');
    await show.click();
    await dialog.getByText(/^Delete \d+ runs\?$/).waitFor({ timeout: 30_000 });
    const question = await dialog.innerText();
    expect(question).toContain('can be restored');
    expect(question).toContain(
      'runs that ended more than 0 days ago, except the newest 200 of each notebook.'
    );
    await sidebar.keepPicture('runs-organised-12-clean-up-preview');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText(/^\d+ runs deleted\.$/).waitFor({ timeout: 60_000 });
    await page.getByLabel('Name, id or filter of runs').fill('try-');
    await page.getByLabel('Groups').selectOption('By notebook');
    const left = page.locator('.carry-GroupLine', { hasText: 'No notebook' });
    await expect.poll(() => left.innerText()).toContain('200 runs');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});

describe('a run that has ended', () => {
  it('is run again with edited parameters, the code being that of the run', async () => {
    const path = join(lab.root, 'edit.ipynb');
    writeNotebook(path, {
      parameters: 'digits: int = 2  # of a number\nname = "x"',
      cells: ['print(f"{name} has {digits} digits")']
    });
    const sidebar = await SidebarPage.open(browser, lab, 'edit.ipynb');
    const { page } = sidebar;
    await sidebar.submit();
    await sidebar.runReaches('Completed', 120_000);
    await page.locator('.carry-Job-facts', { hasText: /\d s of CPU/ }).waitFor();
    writeNotebook(path, { cells: ['raise ValueError("the notebook has changed since")'] });

    await page.getByRole('button', { name: 'Edit and run again…' }).click();
    const form = page.getByRole('form', { name: 'Run again with changes' });
    await form.getByText('of a number').waitFor();
    const digits = form.getByLabel('digits');
    expect(await digits.inputValue()).toBe('2');
    await digits.fill('two');
    await form.getByText('Enter a whole number').waitFor();
    expect(await form.getByRole('button', { name: 'Run' }).isDisabled()).toBe(true);
    await digits.fill('4');
    await form.getByLabel('Display name').fill('edited');
    await sidebar.keepPicture('runs-organised-8-edit');
    await form.getByRole('button', { name: 'Run' }).click();
    await page.locator('.carry-Job-title', { hasText: 'edited' }).waitFor();
    await sidebar.runReaches('Completed', 120_000);
    await expect
      .poll(() => page.locator('.carry-Log-window').innerText())
      .toContain('x has 4 digits');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 240_000);
});

describe('a run that is going on', () => {
  it('tells about how long it still takes, from earlier runs of its notebook', async () => {
    writeNotebook(join(lab.root, 'slow.ipynb'), {
      parameters: 'seconds = 1',
      cells: ['import time', 'time.sleep(seconds)']
    });
    const earlier = (await lab.carry('submit', join(lab.root, 'slow.ipynb'))).trim();
    await lab.carry('logs', earlier, '-f');
    const sidebar = await SidebarPage.open(browser, lab, 'slow.ipynb');
    const { page } = sidebar;
    await sidebar.parameter('seconds').fill('40');
    await sidebar.submit();
    const head = page.locator('.carry-Job-status');
    await head.getByText(/^(less than a minute left|longer than usual)$/).waitFor();
    await head.getByText('longer than usual').waitFor();
    expect(await head.getByTitle(/^From \d+ earlier runs? of this notebook$/).count()).toBe(1);
    await sidebar.keepPicture('runs-organised-9-estimate');
    await page.getByRole('button', { name: 'All runs' }).click();
    const line = page.locator('.carry-JobLine', { hasText: 'slow' }).first();
    await line.getByText('Code cell 3 of 3 · longer than usual').waitFor();
    await sidebar.keepPicture('runs-organised-10-estimate-list');
    await sidebar.close();
  }, 240_000);
});
