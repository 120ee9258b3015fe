/** Returns the last state of a line that a progress bar writes again and again, as a terminal would show it. */
export function terminalLine(line: string): string {
  if (!line.includes('\r')) return line;
  return line
    .replace(/\r+$/, '')
    .split('\r')
    .reduce((shown, next) =>
      // Where there are colours, the columns cannot be told from the characters.
      shown.includes('\u001b') || next.includes('\u001b') ? next : next + shown.slice(next.length)
    );
}
