/**
 * Returns the names that the declarations of entry points export, types and values, by the path of each `index.d.ts`.
 * Only relative imports are followed: the names of an entry point do not depend on other packages.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

export function declaredNames(entries) {
  const options = { noLib: true, types: [], skipLibCheck: true };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => {
      const path = join(dirname(from), text.replace(/\.js$/, '.d.ts'));
      const isOurs = text.startsWith('.') && existsSync(path);
      return {
        resolvedModule: isOurs ? { resolvedFileName: path, extension: '.d.ts' } : undefined
      };
    });
  const program = ts.createProgram(entries, options, host);
  const checker = program.getTypeChecker();
  return Object.fromEntries(
    entries.map(entry => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(entry));
      const names = module ? checker.getExportsOfModule(module).map(symbol => symbol.name) : [];
      return [entry, names.sort()];
    })
  );
}
