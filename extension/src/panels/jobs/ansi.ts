import Anser, { type AnserJsonEntry } from 'anser';

/** A part of a line in one style. */
export interface AnsiSpan {
  text: string;
  /** A list of class names. */
  className: string;
  /** Colours that have no class. */
  style?: { color?: string; backgroundColor?: string };
}

/** Control sequences: colours and cursor moves, string commands such as a title, and short escapes. */
const SEQUENCE =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u009c|\u001b\\)?|\u001b[ -/]*[0-~]/
    .source;
/** Control characters except the tab, and those that change the direction of text. */
const CONTROL = /(?!\t)\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.source;
const UNSAFE = new RegExp(`${SEQUENCE}|${CONTROL}`, 'gu');

/** A sequence that sets the style of text (SGR). */
const STYLE = /^\u001b\[[0-9;]*m$/;

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/** The names of the sixteen colours that follow the theme, by the red, green and blue that Anser gives them. */
const named = new Map(
  COLOURS.flatMap((name, i) =>
    [30 + i, 90 + i].map(code => [Anser.ansiToJson(`\u001b[${code}m.`)[1]?.fg, name])
  )
);

const DECORATIONS: ReadonlySet<string> = new Set([
  'bold',
  'dim',
  'italic',
  'underline',
  'strikethrough'
]);

/** Splits a line at its terminal styles. Every other control character and sequence, such as a cursor move or a title, is removed. */
export function ansiSpans(line: string): AnsiSpan[] {
  const safe = line.replace(UNSAFE, found => (STYLE.test(found) ? found : ''));
  if (!safe.includes('\u001b')) return safe === '' ? [] : [{ text: safe, className: '' }];
  return Anser.ansiToJson(safe, { remove_empty: true }).map(spanOf);
}

function spanOf({ content, fg, bg, decorations }: AnserJsonEntry): AnsiSpan {
  const [colour, background] = [named.get(fg), named.get(bg)];
  const style = {
    ...(fg && colour === undefined && { color: `rgb(${fg})` }),
    ...(bg && background === undefined && { backgroundColor: `rgb(${bg})` })
  };
  const classes = new Set([
    ...decorations.filter(name => DECORATIONS.has(name)).map(name => `carry-ansi-${name}`),
    ...(colour === undefined ? [] : [`carry-ansi-${colour}`]),
    ...(background === undefined ? [] : [`carry-ansi-${background}-bg`])
  ]);
  return {
    text: content,
    className: [...classes].join(' '),
    ...(Object.keys(style).length > 0 && { style })
  };
}
