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
  return line
    .replace(/\r+$/, '')
    .split('\r')
    .reduce((shown, next) =>
      shown.includes('\u001b') || next.includes('\u001b') ? next : next + shown.slice(next.length)
    );
}
