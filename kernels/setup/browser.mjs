import { spawn } from 'node:child_process';

const openers = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""']
};

/** Opens the address in the user's browser; without a browser, the user opens the printed address. */
export function openBrowser(url) {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', () => console.log('No browser could be opened; open the address yourself.'));
  child.unref();
}
