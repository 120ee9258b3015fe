import type { OutputStream, Shell } from '../command.js';
import { TerminalLog } from '../terminal-log.js';

const LINE_END = 10;

/** Writes a log: byte for byte to a file or a program, without harmful control sequences to a terminal, where its last line is ended. */
export async function printLog(
  log: AsyncIterable<Uint8Array>,
  shell: Shell,
  stream: OutputStream = 'stdout'
): Promise<void> {
  if (!shell.isTerminal(stream)) {
    for await (const bytes of log) shell.write(bytes, stream);
    return;
  }
  const filter = new TerminalLog();
  let last: number | undefined;
  try {
    for await (const bytes of log) {
      shell.write(filter.next(bytes), stream);
      last = bytes.at(-1) ?? last;
    }
  } finally {
    const isOpen = last !== undefined && last !== LINE_END;
    shell.write(filter.end() + (isOpen ? '\n' : ''), stream);
  }
}
