/** Why a name cannot be used. */
export type NameProblem = 'invalid' | 'taken';

/** The question for a name: the text to start with, and why the answer before was refused. */
export interface NameQuestion {
  name: string;
  refused: { name: string; problem: NameProblem } | null;
}

/** A notebook that can get another name. */
export interface Nameable {
  text(): string;
  rename(name: string): Promise<NameProblem | null>;
}

/** Asks the user for the name of the notebook; null if the user cancels. */
export type AskName = (question: NameQuestion) => Promise<string | null>;

/** True for the names that Jupyter gives to new notebooks: `Untitled.ipynb`, `Untitled1.ipynb`. */
export function isUntitled(path: string): boolean {
  return /(?:^|\/)Untitled\d*\.ipynb$/.test(path);
}

/** Renames the notebook to a name that the user confirms; false if the user cancels. */
export async function nameNotebook(notebook: Nameable, ask: AskName): Promise<boolean> {
  let question: NameQuestion = { name: proposedName(notebook.text()), refused: null };
  for (;;) {
    const answer = await ask(question);
    if (answer === null) return false;
    const name = fileName(answer);
    const problem = isValid(name) ? await notebook.rename(name) : 'invalid';
    if (problem === null) return true;
    question = { name, refused: { name, problem } };
  }
}

/** Proposes a file name: the words of the notebook's first heading, else `notebook`. */
export function proposedName(text: string): string {
  const words = firstHeading(text)
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  return `${words?.slice(0, 6).join('-') ?? 'notebook'}.ipynb`;
}

function firstHeading(text: string): string {
  const { cells } = JSON.parse(text) as {
    cells: { cell_type: string; source: string | string[] }[];
  };
  for (const { cell_type: type, source } of cells) {
    if (type !== 'markdown') continue;
    const heading = /^ {0,3}#{1,6}\s+(.+)$/m.exec(Array.isArray(source) ? source.join('') : source);
    if (heading?.[1] !== undefined) return heading[1];
  }
  return '';
}

function fileName(answer: string): string {
  const name = answer.trim().replace(/\.ipynb$/i, '');
  return `${name}.ipynb`;
}

/** Jupyter does not show files that begin with a dot, and `/`, `\` and `:` separate folders and drives. */
function isValid(name: string): boolean {
  return !name.startsWith('.') && !/[/\\:]/.test(name);
}
