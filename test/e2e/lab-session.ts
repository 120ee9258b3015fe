import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.js';
import { Lab } from './lab.js';

/** The lab and the browser of the tests of one file, from before the first test to after the last. */
export let lab: Lab;
export let browser: Browser;

/** Starts both for the tests of a file, and calls a function that prepares the lab. */
export function useLab(prepare: () => void | Promise<void> = () => undefined): void {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([Lab.start(), launchBrowser()]);
    await prepare();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await lab.stop();
  }, 60_000);
}
