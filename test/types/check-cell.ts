import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-5.0';

/**
 * The options that tslab checks a cell with: TypeScript 5.0, Node10 resolution without `exports`, only the types of Node.
 * The SDK must be built (`npm run build`).
 */
const options: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  skipLibCheck: true,
  strict: true,
  noEmit: true,
  types: ['node']
};

const path = fileURLToPath(new URL('./cell.ts', import.meta.url));

/** The parsed declarations of the packages: the same for every cell, and most of the time that a check takes. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** Returns the messages of TypeScript about a cell. */
export function problems(cell: string): string[] {
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = name => name === path || fileExists(name);
  host.getSourceFile = (name, language) => {
    if (name === path) return ts.createSourceFile(name, cell, language);
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, language));
    return parsed.get(name);
  };
  const program = ts.createProgram([path], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(problem => ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
}

/** Returns the messages about the declaration that tslab writes of a cell, in a folder that only links to the packages, as in a job. */
export function declarationProblems(cell: string): string[] {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'carry-cell-')));
  try {
    symlinkSync(
      fileURLToPath(new URL('../../node_modules', import.meta.url)),
      join(folder, 'node_modules')
    );
    writeFileSync(join(folder, 'cell.ts'), cell);
    const typeRoots = [join(folder, 'node_modules/@types')];
    const emitting = { ...options, typeRoots, noEmit: false, declaration: true, outDir: folder };
    const program = ts.createProgram([join(folder, 'cell.ts')], emitting);
    return ts
      .getPreEmitDiagnostics(program)
      .map(problem => ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
