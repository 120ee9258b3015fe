/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals. */
  name: string;
  text: string;
}

/** Reads the instructions of a Dockerfile: comments are left out, continued lines and here-documents are joined. */
export function instructions(dockerfile: string): Instruction[] {
  const found: Instruction[] = [];
  const lines = dockerfile.split(/\r?\n/);
  while (lines.length > 0) {
    let text = lines.shift() ?? '';
    if (/^\s*(#|$)/.test(text)) continue;
    while (/\\\s*$/.test(text) && lines.length > 0) {
      const next = lines.shift() ?? '';
      // Docker removes comments and empty lines between continued lines.
      if (!/^\s*(#|$)/.test(next)) text = text.replace(/\\\s*$/, ' ') + next;
    }
    const [, name = '', rest = ''] = /^\s*(\w+)\s*([\s\S]*)$/.exec(text) ?? [];
    found.push({ name: name.toUpperCase(), text: rest.trim() + hereDocument(rest, lines) });
  }
  return found;
}

/** Takes the lines of the here-document that the text opens, if any. */
function hereDocument(text: string, lines: string[]): string {
  const end = /<<-?["']?(\w+)["']?/.exec(text)?.[1];
  if (end === undefined) return '';
  const length = lines.findIndex(line => line.trim() === end);
  const body = lines.splice(0, length < 0 ? lines.length : length + 1);
  return ['', ...body.slice(0, length < 0 ? undefined : -1)].join('\n');
}

/** Returns the instructions that make the last stage: its own, and before them those of the stages that it is built from. */
export function lastStage(all: readonly Instruction[]): Instruction[] {
  const stages: { name?: string; base: string; body: Instruction[] }[] = [];
  const globals: Instruction[] = [];
  for (const each of all) {
    const current = stages.at(-1);
    if (each.name === 'FROM') {
      const [base = '', , name] = each.text.replace(/^(--\S+\s+)+/, '').split(/\s+/);
      stages.push({ name, base, body: [each] });
    } else if (current) current.body.push(each);
    else globals.push(each);
  }
  const chain: Instruction[][] = [];
  for (let at = stages.length - 1; at >= 0;) {
    const stage = stages[at];
    const parent = stages.slice(0, at).findIndex(({ name }) => name && name === stage?.base);
    chain.unshift(stage?.body.slice(parent < 0 ? 0 : 1) ?? []);
    at = parent;
  }
  return [...globals, ...chain.flat()];
}
