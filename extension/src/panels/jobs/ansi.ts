/** A part of a line in one style; `style` is a list of class names. */
export interface AnsiSpan {
  text: string;
  style: string;
}

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const SEQUENCE = /\u001b\[([0-9;]*)m|\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*(?:\u0007|$)/g;

/** Splits a line at its terminal colours and removes other escape sequences (cursor moves, titles). */
export function ansiSpans(line: string): AnsiSpan[] {
  const spans: AnsiSpan[] = [];
  let style = new Set<string>();
  let from = 0;
  const take = (to: number): void => {
    const text = line.slice(from, to);
    if (text !== '') spans.push({ text, style: [...style].join(' ') });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    take(match.index);
    from = match.index + match[0].length;
    if (match[1] !== undefined) style = restyled(style, match[1]);
  }
  take(line.length);
  return spans;
}

function restyled(style: ReadonlySet<string>, codes: string): Set<string> {
  const next = new Set(style);
  for (const code of codes.split(';').map(Number)) apply(next, code);
  return next;
}

function apply(style: Set<string>, code: number): void {
  if (code === 0) style.clear();
  if (code === 1) style.add('carry-ansi-bold');
  if (code === 22) style.delete('carry-ansi-bold');
  const colour = COLOURS[code % 10];
  const isColour = (code >= 30 && code <= 37) || (code >= 90 && code <= 97);
  if (isColour || code === 39) {
    for (const one of COLOURS) style.delete(`carry-ansi-${one}`);
  }
  if (isColour && colour !== undefined) style.add(`carry-ansi-${colour}`);
}
