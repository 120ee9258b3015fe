import { openedDocuments, takeDocument } from './here-documents.js';

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals. */
  name: string;
  /** Of RUN, COPY and ADD with the here-documents after the first line, as they are written. */
  text: string;
}

/** A stage of a Dockerfile: what follows a FROM. */
export interface Stage {
  /** In lower case: Docker does not distinguish capitals. */
  name?: string;
  /** The image, or the name of an earlier stage, after the substitution of the arguments before the first FROM. */
  base: string;
  body: Instruction[];
}

/** Reads the instructions of a Dockerfile: comments are left out, continued lines are joined. */
export function instructions(dockerfile: string): Instruction[] {
  const found: Instruction[] = [];
  const escape = escapeCharacter(dockerfile);
  const lines = dockerfile.split(/\r?\n/).reverse();
  for (let line = lines.pop(); line !== undefined; line = lines.pop()) {
    if (isSkipped.test(line)) continue;
    const text = joinedLine(line, { escape, lines });
    const [, name = '', rest = ''] = /^[\s\ufeff]*(\w+)\s*([\s\S]*)$/.exec(text) ?? [];
    found.push(instruction(name.toUpperCase(), rest.trim(), { escape, lines }));
  }
  return found;
}

/** The lines that follow, in reverse, and the escape character. */
interface Following {
  escape: string;
  lines: string[];
}

const isSkipped = /^\s*(#|$)/;

/** Joins a line with those that continue it; Docker removes comments and empty lines between them. */
function joinedLine(first: string, { escape, lines }: Following): string {
  const continued = escape === '`' ? /`[^\S\n]*$/ : /\\[^\S\n]*$/;
  const parts: string[] = [];
  let last = first;
  while (continued.test(last) && lines.length > 0) {
    parts.push(last.replace(continued, ''));
    while (isSkipped.test(lines.at(-1) ?? '-')) lines.pop();
    last = lines.pop() ?? '';
  }
  return [...parts, last].join(' ');
}

function instruction(name: string, text: string, { escape, lines }: Following): Instruction {
  if (/^(RUN|COPY|ADD|ONBUILD)$/.test(name)) {
    const documents = openedDocuments(text).flatMap(
      each => takeDocument(each, () => lines.pop()).lines
    );
    return { name, text: [text, ...documents].join('\n') };
  }
  // Everything after this reads the usual escape character.
  const usual = escape === '`' ? text.replaceAll('\\', '\\\\').replace(/`([\s\S])/g, '\\$1') : text;
  return { name, text: usual };
}

/** The escape character that a comment before everything else may set. */
function escapeCharacter(dockerfile: string): string {
  for (const line of dockerfile.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const [, name, value] = /^\s*#\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) return '\\';
    if (name.toLowerCase() === 'escape') return value === '`' ? '`' : '\\';
  }
  return '\\';
}

/** Splits a Dockerfile into its stages; the arguments before the first of them are apart. */
export function stagesOf(all: readonly Instruction[]): { globals: Instruction[]; stages: Stage[] } {
  const stages: Stage[] = [];
  const globals: Instruction[] = [];
  for (const each of all) {
    const current = stages.at(-1);
    if (each.name === 'FROM') {
      const [base = '', , name] = each.text.replace(/^(--\S+\s+)+/, '').split(/\s+/);
      stages.push({ name: name?.toLowerCase(), base, body: [each] });
    } else (current?.body ?? globals).push(each);
  }
  return { globals, stages };
}

/** Returns the instructions that make a stage: its own, and before them those of the stages that it is built from. */
export function stageChain(stages: readonly Stage[], index: number): Instruction[] {
  const chain: Instruction[][] = [];
  for (let at = index; at >= 0;) {
    const stage = stages[at];
    const base = stage?.base.toLowerCase();
    const parent = stages.slice(0, at).findLastIndex(({ name }) => name && name === base);
    const own = stage?.body ?? [];
    chain.unshift(parent < 0 ? own : [...triggered(stages[parent]), ...own.slice(1)]);
    at = parent;
  }
  return chain.flat();
}

/** What ONBUILD of a stage adds to those that are built from it. */
function triggered(stage: Stage | undefined): Instruction[] {
  return (stage?.body ?? [])
    .filter(({ name }) => name === 'ONBUILD')
    .map(({ text }) => {
      const [, name = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(text) ?? [];
      return { name: name.toUpperCase(), text: rest };
    });
}
