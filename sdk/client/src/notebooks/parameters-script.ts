import { declared } from './declared.js';
import { readLiteral, type LiteralSyntax } from './literal.js';
import type { Parameter, ParameterType } from './parameter.js';
import { scanStatements, type Syntax } from './statement-scanner.js';

const syntax: Syntax = {
  lineComment: '//',
  blockComment: { open: '/*', close: '*/' },
  quotes: ['"', "'", '`'],
  longQuotes: ['`']
};

const literals: LiteralSyntax = {
  words: { true: true, false: false, null: null },
  bareKeys: true,
  python: false
};

/** Reads the variables of a TypeScript or JavaScript cell: `let name: number = value; // help`. */
export function scriptParameters(source: string): Parameter[] {
  return scanStatements(source, syntax).flatMap(({ code, comment }) => {
    const start = /^(?:export\s+)?(?:let|var|const)\s+([A-Za-z_$][\w$]*)\s*/.exec(code);
    if (!start?.[1]) return [];
    const rest = splitAnnotation(code.slice(start[0].length));
    if (!rest) return [];
    const { annotation, text } = rest;
    return declared({
      name: start[1],
      annotation,
      text,
      help: comment,
      value: readLiteral(text, literals),
      annotated: annotatedType(annotation),
      nullable: /\bnull\b|\bundefined\b/.test(annotation ?? '')
    });
  });
}

/** Splits `: T = value` at the first `=` outside brackets that is not part of `=>`. */
function splitAnnotation(rest: string): { annotation?: string; text: string } | undefined {
  if (rest.startsWith('=')) return { text: rest.slice(1).trim() };
  if (!rest.startsWith(':')) return undefined;
  let depth = 0;
  for (let i = 1; i < rest.length; i++) {
    const c = rest.charAt(i);
    if ('([{<'.includes(c)) depth++;
    if (')]}'.includes(c) || (c === '>' && rest.charAt(i - 1) !== '=')) depth--;
    if (c === '=' && rest.charAt(i + 1) !== '>' && depth === 0)
      return { annotation: rest.slice(1, i).trim(), text: rest.slice(i + 1).trim() };
  }
  return undefined;
}

function annotatedType(annotation: string | undefined): ParameterType | undefined {
  const bare = annotation
    ?.replace(/\s*\|\s*(?:null|undefined)\b|\b(?:null|undefined)\s*\|\s*/g, '')
    .trim();
  if (bare === undefined) return undefined;
  if (bare === 'number' || bare === 'string' || bare === 'boolean') return bare;
  if (/^(?:readonly\s+)?[\w.<>{}| ]+\[\]$|^(?:Readonly)?Array<|^\[/.test(bare)) return 'array';
  if (/^\{|^Record<|^object$/.test(bare)) return 'object';
  // A union of string literals, such as 'sgd' | 'adam'.
  return /^(?:(['"]).*?\1\s*\|?\s*)+$/.test(bare) ? 'string' : undefined;
}
