import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

const LINES = 200_000;

/** Longest time that the page may not respond for; a slow machine takes a fifth of it. */
const LONGEST_TASK_MS = 1000;

useLab(() => {
  writeNotebook(join(lab.root, 'chatty.ipynb'), {
    cells: [
      `import sys, time
print("\\x1b[1;31mthe Beginning\\x1b[0m of the log")
for n in range(101):
    sys.stdout.write(f"\\r{n:3d} % of the download")
    sys.stdout.flush()
print()`,
      `for first in range(0, ${LINES}, 2000):
    for n in range(first, first + 2000):
        print(f"2026-01-02 03:04:05,678 step {n:06d} of the training: \\x1b[32mloss {1 / (n + 1):.6f}\\x1b[0m")
    time.sleep(0.05)`,
      'print("the very last line")'
    ]
  });
});

/** Measures the longest task of the page from now on. */
async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const tasks: number[] = [0];
    new PerformanceObserver(list => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
    Object.assign(window, { longTasks: tasks });
  });
  return () =>
    page.evaluate(() => Math.max(...(window as unknown as { longTasks: number[] }).longTasks));
}

/** Returns by how much the content of an element is wider than the element, and the page than the window. */
function widths(element: Locator): Promise<number[]> {
  return element.evaluate(({ scrollWidth, clientWidth }) => [
    scrollWidth - clientWidth,
    document.body.scrollWidth - window.innerWidth
  ]);
}

describe('live log, searchable, colours kept, 100 MB without freezing the page', () => {
  it('is followed, searched from its first line to its last, wrapped and downloaded', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'chatty.ipynb');
    const { page } = sidebar;
    const log = page.locator('.carry-Log-window');
    const text = (): Promise<string> => log.innerText();
    await sidebar.submit();
    const longestTask = await watchTasks(page);

    await expect.poll(text, { timeout: 60_000 }).toMatch(/step \d{6}/);
    const seen = new Set<string>();
    await expect
      .poll(async () => seen.add((await text()).match(/step \d{6}/)?.[0] ?? '').size, {
        timeout: 60_000
      })
      .toBeGreaterThan(5);
    await sidebar.keepPicture('run-log-1-live');
    expect(await log.locator('.carry-ansi-green').count()).toBeGreaterThan(5);
    expect(await page.getByRole('button', { name: 'Follow' }).count()).toBe(0);

    // Scrolled up, the view stays where it is while the log grows.
    await log.hover();
    await page.mouse.wheel(0, -2000);
    const follow = page.getByRole('button', { name: /Follow|To the end/ });
    await follow.waitFor();
    await expect.poll(text).toMatch(/step \d{6}/);
    const [there] = /step \d{6}/.exec(await text()) ?? [];
    await sidebar.keepPicture('run-log-2-scrolled');
    await sidebar.runReaches('Completed', 120_000);
    expect(await text()).toContain(there);
    await follow.click();
    await expect.poll(text).toContain('the very last line');
    expect(await follow.count()).toBe(0);

    // The first line is far from what the page holds.
    const find = page.getByLabel('Find in log');
    const count = page.locator('.carry-Log-count');
    await find.fill('the beginning OF');
    await expect.poll(() => count.innerText(), { timeout: 20_000 }).toBe('1 line matches');
    await find.press('Enter');
    await expect.poll(() => count.innerText()).toMatch(/^1 of 1 · line \d+$/);
    await expect.poll(text).toContain('the Beginning of the log');
    expect(await log.locator('mark.carry-ansi-red').innerText()).toBe('the Beginning');
    expect(await text()).toContain('100 % of the download');
    expect(await text()).not.toContain('50 % of the download');
    await sidebar.keepPicture('run-log-3-first-line');

    await find.fill('step 1234');
    await expect.poll(() => count.innerText(), { timeout: 20_000 }).toBe('100 lines match');
    await find.press('Enter');
    await expect.poll(text).toContain('step 123400');
    await find.press('Enter');
    await find.press('Shift+Enter');
    await find.press('Shift+Enter');
    await expect.poll(() => count.innerText()).toMatch(/^100 of 100/);
    await expect.poll(text).toContain('step 123499');

    // The keyboard reaches everything; the lines between are read as the user scrolls.
    await log.focus();
    await page.keyboard.press('End');
    await expect.poll(text).toContain('the very last line');
    await page.keyboard.press('Home');
    await expect.poll(text).toContain('the Beginning');
    const shown = async (): Promise<number[]> =>
      [...(await text()).matchAll(/step (\d{6})/g)].map(([, n]) => Number(n));
    await expect
      .poll(
        async () => {
          for (let i = 0; i < 20; i += 1) await page.keyboard.press('PageDown');
          return (await shown())[0];
        },
        { timeout: 60_000 }
      )
      .toBeGreaterThan(2000);
    const numbers = await shown();
    expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));

    // The place stays while another tab of the run is shown.
    let top: number | undefined;
    await expect
      .poll(async () => {
        const before = top;
        // The browser scrolls on for a while after the last key.
        [top] = await shown();
        return top === before;
      })
      .toBe(true);
    await sidebar.runTab('Files');
    await sidebar.runTab('Log');
    await expect.poll(async () => (await shown())[0]).toBe(top);

    const wrap = page.getByRole('button', { name: 'Wrap' });
    await wrap.click();
    await page.getByRole('button', { name: 'Times' }).click();
    await expect.poll(text).not.toContain('03:04:05');
    expect(await widths(log)).toEqual([0, 0]);
    await sidebar.keepPicture('run-log-4-wrapped');

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Download/ }).click();
    const file = readFileSync(await (await saved).path(), 'utf8');
    expect(file.match(/step \d{6}/g)).toHaveLength(LINES);
    expect(file).toContain('the very last line');

    expect(await longestTask()).toBeLessThan(LONGEST_TASK_MS);

    // A narrow sidebar, then a browser at 200 %.
    await page.addStyleTag({ content: '.carry-Job { width: 240px; }' });
    expect(await widths(page.locator('.carry-Log'))).toEqual([0, 0]);
    await sidebar.keepPicture('run-log-5-narrow');
    await page.setViewportSize({ width: 720, height: 450 });
    expect((await log.boundingBox())?.height).toBeGreaterThan(80);
    await sidebar.keepPicture('run-log-6-zoomed');
    await page.setViewportSize({ width: 1440, height: 900 });

    await sidebar.reload();
    await page.locator('.carry-Job-title', { hasText: 'chatty' }).waitFor({ timeout: 30_000 });
    await expect.poll(text).toContain('the very last line');
    expect(await wrap.getAttribute('aria-pressed')).toBe('true');
    expect(await text()).not.toContain('03:04:05');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 300_000);
});
