import type { Browser } from 'playwright-core';
import type { Lab } from '../../e2e/lab.js';
import { SidebarPage } from '../../e2e/sidebar-page.js';

/** How many frames the list scrolls for, and by how much in each: as fast as a wheel turns. */
const FRAMES = 200;
const PIXELS = 300;

/** The time between two frames, in milliseconds. */
export interface Frames {
  median: number;
  worst: number;
  /** Frames that took longer than 50 ms, of `count`. */
  slow: number;
  count: number;
}

/** Measures the time from the click on the tab of the runs to the frame that shows the first one, in a page that was just loaded. */
export async function firstPaint(browser: Browser, lab: Lab): Promise<number> {
  const sidebar = await SidebarPage.open(browser, lab, 'slow.ipynb');
  await sidebar.page.locator('.carry-Submit button:enabled', { hasText: 'Submit' }).waitFor();
  const tab = sidebar.page.getByRole('tab', { name: 'Runs', exact: true });
  const time = await tab.evaluate(
    (node: HTMLElement) =>
      new Promise<number>(resolve => {
        const start = performance.now();
        const look = (): void => {
          if (document.querySelector('.carry-JobLine') === null) requestAnimationFrame(look);
          // The frame that is being made is painted before the next one begins.
          else requestAnimationFrame(() => resolve(performance.now() - start));
        };
        node.click();
        look();
      })
  );
  await sidebar.close();
  return time;
}

/** Scrolls the list of runs, which loads the next ones meanwhile, and measures the frames. */
export async function scrolling(browser: Browser, lab: Lab): Promise<Frames> {
  const sidebar = await SidebarPage.open(browser, lab, 'slow.ipynb');
  await sidebar.showPanel('Runs');
  const line = sidebar.page.locator('.carry-JobLine').first();
  await line.waitFor();
  const times = await line.evaluate(
    (node, [frames, pixels]) =>
      new Promise<number[]>(resolve => {
        let list = node.parentElement;
        while (list && list.scrollHeight <= list.clientHeight) list = list.parentElement;
        const seen: number[] = [];
        let last = performance.now();
        const step = (now: number): void => {
          seen.push(now - last);
          last = now;
          if (seen.length > frames) return resolve(seen.slice(1));
          list?.scrollBy(0, pixels);
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    [FRAMES, PIXELS] as const
  );
  await sidebar.close();
  const sorted = [...times].sort((a, b) => a - b);
  return {
    median: sorted[sorted.length >> 1] ?? NaN,
    worst: sorted.at(-1) ?? NaN,
    slow: times.filter(time => time > 50).length,
    count: times.length
  };
}

/** Measures the time from the last key of a search to its result, which has 11 of the runs. */
export async function searching(
  browser: Browser,
  lab: Lab,
  name: string,
  runs: number
): Promise<number> {
  const sidebar = await SidebarPage.open(browser, lab, 'slow.ipynb');
  const { page } = sidebar;
  await sidebar.showPanel('Runs');
  await page.locator('.carry-JobLine').first().waitFor();
  const start = performance.now();
  await page.getByLabel('Name, id or filter of runs').fill(name);
  await page.getByText(`${runs / 1000 + 1} runs match`).waitFor();
  const time = performance.now() - start;
  await sidebar.close();
  return time;
}
