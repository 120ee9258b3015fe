import { requireFromTslab } from './tslab-require.mjs';

/** The start of a documentation comment. In a text, such as a file pattern, other characters than spaces are beside it. */
const DOCUMENTATION = /(^|\s)\/\*\*(?=\s)/g;

/**
 * Skips the documentation in declaration files, which is most of what they contain: nobody asks a notebook's job for it, and TypeScript
 * takes half as long again to read them with it.
 */
export function skipDocumentation() {
  const { sys } = requireFromTslab('@tslab/typescript-for-tslab');
  const { readFile } = sys;
  sys.readFile = (file, encoding) => {
    const text = readFile.call(sys, file, encoding);
    return text && file.endsWith('.d.ts') ? withoutDocumentation(text) : text;
  };
}

/** Makes documentation comments ordinary ones of the same length, so that every position stays. */
export function withoutDocumentation(text) {
  return text.replace(DOCUMENTATION, '$1/* ');
}
