import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

/** Names as long as people give them, in one word. */
const NOTEBOOK = 'a_rather_long_name_of_a_notebook_that_trains.ipynb';
const PARAMETER = 'learning_rate_of_the_first_warm_up_phase';
const MODEL = 'a-model-with-a-long-name-in-one-word';

const TRAIN = `import mlflow, os
for step in range(5):
    mlflow.log_metrics({"validation/loss_of_the_whole_epoch": 1 / (step + 1), "accuracy": step / 5}, step=step)
os.makedirs("outputs/model/a_folder_with_a_long_name_in_one_word", exist_ok=True)
open("outputs/model/a_folder_with_a_long_name_in_one_word/weights_of_the_encoder.bin", "w").write("1")
print("a long line " * 40)`;

useLab(async () => {
  const parameters = `${PARAMETER} = 0.1  # A comment that explains it\nname = "x"`;
  writeNotebook(join(lab.root, NOTEBOOK), { parameters, cells: [TRAIN] });
  await lab.carry('submit', join(lab.root, NOTEBOOK), '--stream');
});

/** Sets up what the panels show, once for all widths. */
let run: string;
beforeAll(async () => {
  const [job] = JSON.parse(await lab.carry('runs', '--json')) as { name: string }[];
  run = job?.name ?? '';
  await lab.carry('register', '--run', run, '--path', 'outputs/model', '--name', MODEL);
}, 120_000);

describe('every panel fits', () => {
  it.each([
    ['a narrow sidebar', { width: 1440, height: 900, sidebar: 240 }],
    ['a wide sidebar', { width: 1440, height: 900, sidebar: 800 }],
    ['a page at 200 %', { width: 720, height: 450, sidebar: 320 }]
  ])(
    'into %s: nothing is cut off, and nothing but a log scrolls sideways',
    async (name, { width, height, sidebar: sidebarWidth }) => {
      const sidebar = await SidebarPage.open(browser, lab, NOTEBOOK);
      const { page } = sidebar;
      await page.setViewportSize({ width, height });
      await sidebar.resize(sidebarWidth);
      const root = page.locator('#carry-sidebar');
      const faults: string[] = [];
      const look = async (part: string): Promise<void> => {
        faults.push(
          ...[...(await root.evaluate(cutOff)), ...(await root.evaluate(beyond))].map(
            fault => `${part}: ${fault}`
          )
        );
        await sidebar.keepPicture(`widths-${sidebarWidth}-${part}`);
      };
      await sidebar.parameter(PARAMETER).waitFor({ timeout: 30_000 });
      await look('submit');

      await sidebar.showPanel('Runs');
      await page.locator(`[data-job="${run}"]`).waitFor({ timeout: 30_000 });
      await look('runs');
      await page.locator(`[data-job="${run}"]`).click();
      for (const [tab, text] of TABS) {
        await sidebar.runTab(tab);
        await page.locator('.carry-Job-tab').getByText(text).first().waitFor();
        await look(`run-${tab}`);
      }
      await page.getByRole('button', { name: 'Schedule…' }).click();
      await page.getByLabel('Cron expression').waitFor();
      await look('schedule');
      await sidebar.showPanel('Models');
      await page.locator('.carry-ModelLine').click({ timeout: 30_000 });
      await page.locator('.carry-Version').waitFor();
      await look('models');
      await page.locator('.carry-Version').click();
      await shown(page.getByRole('region', { name: 'Files' }), 'weights_of_the_encoder.bin');
      await look('version');
      expect(faults).toEqual([]);
      expect(sidebar.complaints).toEqual([]);
      await sidebar.close();
    },
    240_000
  );
});

describe('where the system forces its colours', () => {
  it('the selected tab, an open model and a choice are still told from the others', async () => {
    const sidebar = await SidebarPage.open(browser, lab, NOTEBOOK);
    const { page } = sidebar;
    await page.emulateMedia({ forcedColors: 'active' });
    await sidebar.showPanel('Models');
    await page.locator('.carry-ModelLine').click({ timeout: 30_000 });
    await page.locator('.carry-Version').waitFor();
    await sidebar.keepPicture('widths-forced-colors');
    const line = (selected: boolean): Promise<string> =>
      page
        .locator(`.carry-mod-main .carry-Tab[aria-selected="${selected}"]`)
        .first()
        .evaluate(tab => getComputedStyle(tab).borderBottomColor);
    expect(await line(true)).not.toBe(await line(false));
    const caret = page.locator('.carry-ModelLine-caret').first();
    const background = await caret.evaluate(part => getComputedStyle(part).backgroundColor);
    const behind = await page
      .locator('.carry-ModelLine')
      .evaluate(part => getComputedStyle(part).backgroundColor);
    expect(background).not.toBe(behind);
    await sidebar.close();
  }, 120_000);
});

describe('the keyboard alone', () => {
  it('opens a run and returns to its line, with the focus visible and never lost', async () => {
    const sidebar = await SidebarPage.open(browser, lab, NOTEBOOK);
    const { page } = sidebar;
    await sidebar.showPanel('Runs');
    const line = page.locator(`[data-job="${run}"]`);
    await line.focus({ timeout: 30_000 });
    await page.keyboard.press('Enter');
    const back = page.getByRole('button', { name: 'All runs' });
    await expect.poll(() => back.evaluate(node => node === document.activeElement)).toBe(true);
    const outline = await back.evaluate(node => getComputedStyle(node).outline);
    expect(outline).toMatch(/solid 2px|2px solid/);
    await page.keyboard.press('Enter');
    await expect.poll(() => line.evaluate(node => node === document.activeElement)).toBe(true);
    await sidebar.close();
  }, 120_000);
});

const TABS = [
  ['Log', 'a long line'],
  ['Metrics', 'accuracy'],
  ['Parameters', PARAMETER],
  ['Files', 'weights_of_the_encoder.bin']
] as const;

async function shown(part: Locator, text: string): Promise<void> {
  await part.getByText(text).first().waitFor({ timeout: 30_000 });
}

/** Runs in the page: the parts that hide some of their content, or scroll sideways. */
function cutOff(root: Element): string[] {
  return Array.from(root.querySelectorAll<HTMLElement>('*'))
    .filter(part => {
      const { overflowX, textOverflow } = getComputedStyle(part);
      // Code scrolls, and an ellipsis tells that a text goes on.
      const may =
        textOverflow === 'ellipsis' || part.closest('pre, .carry-Log, textarea, select, input');
      return overflowX !== 'visible' && !may && part.clientWidth > 0;
    })
    .filter(part => part.scrollWidth > part.clientWidth + 1)
    .map(part => {
      const end = (one: Element): number => one.getBoundingClientRect().right;
      const inside = Array.from(part.querySelectorAll('*')).sort((a, b) => end(b) - end(a));
      const widest = `${inside[0]?.tagName ?? ''}.${inside[0]?.getAttribute('class') ?? ''}`;
      return `${part.className} shows ${part.clientWidth} of ${part.scrollWidth} pixels (${widest})`;
    });
}

/** Runs in the page: the parts that end beyond the edge of the panel, where no part above them hides it. */
function beyond(root: Element): string[] {
  const edge = root.getBoundingClientRect().right + 1;
  return Array.from(root.querySelectorAll<HTMLElement>('*'))
    .filter(part => part.getClientRects().length > 0 && part.getBoundingClientRect().right > edge)
    .filter(part => {
      let above = part.parentElement;
      while (above && above !== root && getComputedStyle(above).overflowX === 'visible')
        above = above.parentElement;
      return above === root;
    })
    .map(part => `${part.tagName}.${part.className} ends beyond the edge`);
}
