import { spawn } from 'node:child_process';

const opener = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""']
}[process.platform] ?? ['xdg-open'];

/** Opens the address in the user's browser; without a browser, the user opens the printed address. */
export function openBrowser(url) {
  const [program, ...args] = opener;
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', () => console.log('No browser could be opened; open the address yourself.'));
  child.unref();
}
