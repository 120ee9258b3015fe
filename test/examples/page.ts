import type { Outcome, Result } from './outcome.js';

const outcomes: readonly Outcome[] = [
  'Completed',
  'accepted',
  'refused',
  'failed',
  'canceled by time limit',
  'not run'
];

/** What was tried, for the head of the page. */
export interface Tried {
  /** Of the checkout. */
  commit: string;
  client: string;
  machine: string;
  limitMinutes: number;
  /** The variables for uv that direct it to other packages than PyPI's. */
  packages: string[];
}

/** Writes the page: totals, then every file with what happened and why. */
export function page(results: Result[], tried: Tried): string {
  const folders = [...new Set(results.map(({ path }) => path.split('/').slice(0, 2).join('/')))];
  return [
    '# The official examples on the local workspace',
    '',
    '<!-- Written by `npm run test:examples -- FOLDER`; do not edit. -->',
    '',
    ...introduction(tried),
    '',
    '## Totals',
    '',
    ...totals(results),
    '',
    ...folders.flatMap(folder => section(folder, results)),
    ''
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function introduction({ commit, client, machine, limitMinutes, packages }: Tried): string[] {
  return [
    `Every file below \`cli\` of [azureml-examples](https://github.com/Azure/azureml-examples) (commit \`${commit}\`) that describes a resource or a job, loaded and`,
    `created with the unmodified ${client} on a local workspace. Jobs are followed to their end, at most ${limitMinutes} minutes each, on ${machine}.`,
    'The files are used as they are, with three exceptions: the computes and data assets that they expect are created beforehand; data that only the',
    "internet has are replaced by generated files, which the entry names; and a field that the example's own script gives on the command line is given.",
    'A deployment gets an endpoint of its own.',
    ...(packages.length > 0
      ? [
          `Packages come from PyPI, and from where ${packages.join(' and ')} said, which named a build of PyTorch for CPUs.`
        ]
      : []),
    '',
    '- **Completed**: the job ran to its end.',
    '- **accepted**: the workspace created what the file describes.',
    '- **refused**: the client or the workspace rejects the file, for the reason given.',
    '- **failed**: the job, or the call that creates it, ended with the error given.',
    '- **canceled by time limit**: the job was still running.',
    '- **not run**: the job was not followed to its end, for the reason given.'
  ];
}

function totals(results: Result[]): string[] {
  const kinds = [...new Set(results.map(({ kind }) => kind))].sort();
  const rows = kinds.map(kind => [kind, ...counts(results.filter(row => row.kind === kind))]);
  return table([['kind', ...outcomes, 'all'], ...rows, ['all', ...counts(results)]]);
}

function counts(results: Result[]): string[] {
  const each = outcomes.map(outcome => results.filter(result => result.outcome === outcome).length);
  return [...each, results.length].map(String);
}

/** A table whose columns are aligned, as the formatter of the repository does. */
function table(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map(row => row[column]!.length)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, n) => cell.padEnd(widths[n]!)).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head!), line(widths.map(width => '-'.repeat(width))), ...body.map(line)];
}

function section(folder: string, results: Result[]): string[] {
  const own = results.filter(({ path }) => path.split('/').slice(0, 2).join('/') === folder);
  return [`## ${folder}`, '', ...own.map(entry), ''];
}

function entry({ path, kind, outcome, reason, standIns = [] }: Result): string {
  const data =
    standIns.length > 0 ? ` With ${standIns.map(name => `\`${name}\``).join(', ')}.` : '';
  return `- \`${path}\` (${kind}): **${outcome}**.${reason ? ` ${plain(reason)}` : ''}${data}`;
}

/** Text in which no letter is markup, with a full stop. */
function plain(text: string): string {
  const escaped = text
    .trim()
    .replace(/[\\`*<>[\]|]/g, '\\$&')
    .replace(/\s+/g, ' ');
  return /[.!?…]$/.test(escaped) ? escaped : `${escaped}.`;
}
