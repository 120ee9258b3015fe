import type { CommandSpec } from './command.js';
import { argumentWords, isRequired, optionWord } from './usage.js';

const START = '<!-- commands: generated, do not edit -->';
const END = '<!-- /commands -->';

/** Returns the text of a README with the table of commands between its two markers. */
export function withCommandTable(readme: string, specs: readonly CommandSpec[]): string {
  const [before, rest] = readme.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The README must contain the lines '${START}' and '${END}'.`);
  return `${before}${START}\n\n${commandTable(specs)}\n\n${END}${after}`;
}

/** One row a command, in columns of equal width, as Prettier formats a table. */
function commandTable(specs: readonly CommandSpec[]): string {
  const rows = [['command', 'what it does', 'options'], ...specs.map(rowOf)];
  const widths = [0, 1, 2].map(at => Math.max(...rows.map(row => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [heading = [], ...body] = rows;
  const rule = widths.map(width => '-'.repeat(width));
  return [heading, rule, ...body].map(line).join('\n');
}

function rowOf(spec: CommandSpec): string[] {
  const options = Object.entries(spec.options ?? {});
  const required = options.filter(([, each]) => isRequired(each));
  const others = options.filter(([, each]) => !isRequired(each));
  const call = ['carry', spec.name, ...argumentWords(spec), ...required.map(optionWord)].join(' ');
  const summary = spec.summary.charAt(0).toUpperCase() + spec.summary.slice(1);
  return [code(call), summary, others.map(option => code(optionWord(option))).join(', ')];
}

/** Code in a table cell, where a bar separates cells. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
