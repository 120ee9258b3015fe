import { existsSync } from 'node:fs';
import path from 'node:path';
import { finished } from '../command.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const otherPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
];

/** Finds Chromium or Chrome: CHROMIUM_PATH, else an installed one, else installs Debian's chromium (as root only). */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return { path: named };
    return { reason: `CHROMIUM_PATH is ${named}, and no such file exists` };
  }
  return installed() ?? (await install());
}

function installed() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const all = [...names.flatMap(name => folders.map(dir => path.join(dir, name))), ...otherPlaces];
  const found = all.find(file => existsSync(file));
  return found && { path: found };
}

async function install() {
  const reason = 'no Chromium or Chrome was found; install one or set CHROMIUM_PATH';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return { reason };
  console.log("Installing Debian's chromium …");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { code, output } = await finished(['apt-get', ...args], { env });
    if (code !== 0) {
      const last = output.trimEnd().split('\n').at(-1);
      return { reason: `${reason} (apt-get ${args[0]} failed: ${last})` };
    }
  }
  return installed() ?? { reason };
}
