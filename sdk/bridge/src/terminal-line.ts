import { stripVTControlCharacters } from 'node:util';

/** Returns what a terminal would show of a line, without colours. The page shows the same (`log-line.ts` of its Runs panel). */
export function terminalLine(line: string): string {
  const shown = line.includes('\r') ? overwritten(line) : line;
  return shown.includes('\u001b') || shown.includes('\u009b')
    ? stripVTControlCharacters(shown)
    : shown;
}

/** Returns the last state of a line that a progress bar writes again and again. */
function overwritten(line: string): string {
  const states = line.replace(/\r+$/, '').split('\r');
  let shown = states.pop() ?? '';
  // Backwards: what is not overwritten of a state is only what is longer than all that follow it.
  while (states.length > 0 && !shown.includes('\u001b')) {
    const before = states.pop() ?? '';
    if (before.includes('\u001b')) break;
    if (before.length > shown.length) shown += before.slice(shown.length);
  }
  return shown;
}
