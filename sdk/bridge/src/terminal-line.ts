/**
 * Control sequences, and the control characters that show nothing. The page removes the same (`ansi.ts` of its Runs panel). Each is
 * read once from its first character, so that no line takes longer than its length.
 */
const UNSEEN =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u009c|\u001b\\)?|\u001b[ -/]*[0-~]|[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Returns what a terminal would show of a line, without colours. The page shows the same (`log-line.tsx` of its Runs panel). */
export function terminalLine(line: string): string {
  return (line.includes('\r') ? overwritten(line) : line).replace(UNSEEN, '');
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
