import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../conformance/local-workspace.js';
import { matchesGlob } from './example-files.js';

/** An error that many files meet, and what it means here. */
interface KnownReason {
  /** A glob of files; default: all. */
  file?: string;
  /** Of the error's text. */
  when: string;
  /** The sentence for the page; `$1` is a part of the error. */
  says: string;
}

const table = (
  JSON.parse(readFileSync(join(root, 'test/examples/reasons.json'), 'utf8')) as KnownReason[]
).map(({ file = '**', when, says }) => ({ file, when: new RegExp(when, 'is'), says }));

const MAX_LENGTH = 300;

/** Returns one sentence that says why a file was refused or failed. */
export function reasonOf(error: string, path = ''): string {
  const plain = withoutColours(error);
  for (const { file, when, says } of table) {
    if (!matchesGlob(path, file)) continue;
    const match = when.exec(plain);
    if (match) return says.replace(/\$(\d)/g, (_, n: string) => match[Number(n)] ?? '');
  }
  return firstLine(plain);
}

/** What an error says, without the frame that azure-ai-ml prints around it. */
function firstLine(error: string): string {
  const message = /^Message: (.*)$/m.exec(error)?.[1] ?? /^\(\w+\) (.*)$/m.exec(error)?.[1];
  const lines = (message ?? error).split('\n').map(line => line.trim());
  const first = lines.find(line => line !== '') ?? '';
  return first.length > MAX_LENGTH ? `${first.slice(0, MAX_LENGTH)} …` : first;
}

/** azure-ai-ml colours its errors. */
function withoutColours(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
