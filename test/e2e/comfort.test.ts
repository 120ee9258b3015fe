import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

useLab(() => {
  writeNotebook(join(lab.root, 'report.ipynb'), { parameters: 'n = 1', cells: ['print(n + 1)'] });
});

/** Changes the settings of a plugin as the settings editor does. */
async function changeSettings(plugin: string, settings: object): Promise<void> {
  const url = `${lab.url}lab/api/settings/${plugin}?token=${lab.token}`;
  const body = JSON.stringify({ raw: JSON.stringify(settings) });
  expect((await fetch(url, { method: 'PUT', body })).status).toBe(204);
}

describe('the introduction', () => {
  it('greets who has never seen the sidebar, once, and again by the setting', async () => {
    await changeSettings('jupyterlab-carry:sidebar', {});
    let sidebar = await SidebarPage.open(browser, lab, 'report.ipynb');
    const introduction = () => sidebar.page.getByRole('region', { name: 'Introduction' });
    await introduction().waitFor();
    await sidebar.keepPicture('comfort-1-introduction');
    await sidebar.showPanel('Runs');
    await introduction().getByRole('button', { name: 'Submit a notebook' }).click();
    await sidebar.parameter('n').waitFor({ timeout: 30_000 });
    await introduction().waitFor({ state: 'hidden' });
    await sidebar.close();

    sidebar = await SidebarPage.open(browser, lab, 'report.ipynb');
    await sidebar.parameter('n').waitFor({ timeout: 30_000 });
    expect(await introduction().count()).toBe(0);
    await sidebar.close();

    await changeSettings('jupyterlab-carry:sidebar', { showIntroduction: true });
    sidebar = await SidebarPage.open(browser, lab, 'report.ipynb');
    await introduction().getByRole('button', { name: 'Got it' }).click();
    await introduction().waitFor({ state: 'hidden' });
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 180_000);
});

describe('a reload of the page', () => {
  it('shows the panel, the run, its tab and what was typed as before', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'report.ipynb');
    const { page } = sidebar;
    await sidebar.parameter('n').fill('41');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 90_000);
    await sidebar.runTab('Parameters');
    await sidebar.reload();
    const parameters = page.getByRole('tab', { name: 'Parameters', exact: true });
    await expect
      .poll(() => parameters.getAttribute('aria-selected'), { timeout: 30_000 })
      .toBe('true');
    await expect.poll(() => page.locator('.carry-Job-title').innerText()).toBe('report');
    await sidebar.showPanel('Submit');
    await expect.poll(() => sidebar.parameter('n').inputValue(), { timeout: 30_000 }).toBe('41');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 180_000);
});

describe('settings', () => {
  it('are in the settings editor with titles and descriptions, and act at once', async () => {
    await changeSettings('jupyterlab-carry:submit', {});
    const sidebar = await SidebarPage.open(browser, lab, 'report.ipynb');
    const { page } = sidebar;
    await sidebar.parameter('n').waitFor({ timeout: 30_000 });
    const submit = page.locator('.carry-Submit').getByLabel('Experiment', { exact: true });
    expect(await submit.inputValue()).toBe('report');
    await page.keyboard.press('Control+,');
    await page.locator('.jp-PluginList-entry[data-id="jupyterlab-carry:submit"]').click();
    const field = page.locator('.jp-FormGroup-content', { hasText: 'Default experiment' });
    const experiment = field.last().locator('input');
    await experiment.waitFor({ timeout: 30_000 });
    await sidebar.keepPicture('comfort-2-settings');
    await experiment.fill('mine');
    // The panel is about the notebook, which the editor covers.
    await page.locator('#jp-main-dock-panel .lm-TabBar-tab', { hasText: 'report.ipynb' }).click();
    await expect.poll(() => submit.inputValue(), { timeout: 30_000 }).toBe('mine');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 120_000);
});

describe('a translation', () => {
  it('of JupyterLab into German translates the sidebar, the words of a schedule and dates', async () => {
    installLanguagePack('de_DE');
    const language = '@jupyterlab/translation-extension:plugin';
    await changeSettings(language, { locale: 'de_DE' });
    const sidebar = await SidebarPage.open(browser, lab, 'report.ipynb');
    const { page } = sidebar;
    await page.getByRole('tab', { name: 'Läufe', exact: true }).waitFor({ timeout: 30_000 });
    await sidebar.parameter('n').waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Absenden', exact: true }).click();
    await page
      .locator('.carry-Job-status', { hasText: 'Abgeschlossen' })
      .waitFor({ timeout: 90_000 });
    await sidebar.keepPicture('comfort-3-german');
    await page.getByRole('button', { name: 'Planen…' }).click();
    await page.getByText('Um 06:00, Montag bis Freitag').waitFor();
    await page.getByRole('button', { name: 'Zeitplan anlegen' }).click();
    await expect
      .poll(() => page.locator('.carry-Schedule').innerText(), { timeout: 30_000 })
      .toMatch(/Sendet „report“ ab\s+Nächster Lauf: \d+\. [A-ZÄÖÜ]/);
    await sidebar.close();
    await changeSettings(language, {});
    expect(sidebar.complaints).toEqual([]);
  }, 180_000);
});

/** Installs what JupyterLab needs to offer a language: a pack, here one without texts of its own. */
function installLanguagePack(language: string): void {
  const name = `jupyterlab_language_pack_${language}`;
  const info = join(lab.pythonModules, `${name}-1.0.dist-info`);
  mkdirSync(join(lab.pythonModules, name), { recursive: true });
  mkdirSync(info, { recursive: true });
  writeFileSync(join(lab.pythonModules, name, '__init__.py'), '');
  writeFileSync(join(info, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`);
  writeFileSync(
    join(info, 'entry_points.txt'),
    `[jupyterlab.languagepack]\n${language} = ${name}\n`
  );
}
