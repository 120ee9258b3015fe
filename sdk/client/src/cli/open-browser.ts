import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The program of each system that opens a file as a double click does. */
const openers: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'open',
  win32: 'explorer',
  linux: 'xdg-open'
};

/** Opens a file in the user's browser; returns false where there is no screen or no program to open it. */
export async function openBrowser(
  file: string,
  platform = process.platform,
  environment = process.env
): Promise<boolean> {
  const program = openers[platform];
  const hasScreen = platform !== 'linux' || !!(environment.DISPLAY || environment.WAYLAND_DISPLAY);
  if (!program || !hasScreen) return false;
  const opener = spawn(program, [file], {
    detached: true,
    stdio: 'ignore',
    env: environment
  });
  opener.unref();
  try {
    await once(opener, 'spawn');
    return true;
  } catch {
    // The program is not installed.
    return false;
  }
}
