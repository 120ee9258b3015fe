import { LINE_PREFIX } from '../../environments/environment-report.js';
import { LAYOUT_PREFIX } from '../distribution/layout-line.js';

/** How many lines before the end are searched for one that names an error: the notes that libraries add to one are shorter. */
const LAST_LINES = 20;
/** The frames around lines of an exception group: `  | ValueError: x`. */
const GROUP = /^[\s|+]*(?=\S)/;
/** `-----`, `+---- 2 ----`. */
const RULE = /^[\s|+*=_~-]*(?:\d+ -+)?$/;
/** A frame of Java, of which an error has many, or the note that some are left out. */
const JAVA_FRAME = /^\s*(?:at [\w.$<>/]+\([^()]*\)|\.{3} \d+ (?:more|common frames omitted))$/;
/** The lines that the workspace writes before the program starts. */
const NOTE_PREFIXES = [LINE_PREFIX, LAYOUT_PREFIX];
const NAMES_ERROR = [
  // `ValueError: x`, `jax.errors.TracerError`, `Uncaught TypeError: x`.
  /^(?:[Uu]ncaught )?(?:[A-Za-z_$][\w$]*\.)*[A-Z][\w$]*(?:Error|Exception|Exit|Interrupt|Group)(?: \[\w+\])?(?::|$)/,
  /^(?:[\w./-]+: )*(?:fatal|error)\b.*:/i,
  /^[\w./ -]+(?:: [^:]+)*: (?:command not found|not found|No such file or directory|Permission denied)$/,
  // Java: `Caused by: java.io.IOException: x`, of which the last is the cause of the others.
  /^(?:Caused by: |Exception in thread "[^"]*" )(?:[\w$]+\.)*[A-Z][\w$]*(?::|$)/,
  // A notebook job: `Code cell 2 of 3 failed: KeyError: 'x'`.
  / failed: /
];

/**
 * Returns the line of a log that says why its program failed: the last one that names an error, near the end, else the last line.
 * Errors are followed by notes: `-----` and "For simplicity, JAX has removed its internal frames …".
 */
export function failureReason(log: string): string | undefined {
  const lines = log
    .split('\n')
    .filter(line => !RULE.test(line) && !JAVA_FRAME.test(line) && !isNote(line))
    .map(line => line.replace(GROUP, '').trim());
  const named = lines
    .slice(-LAST_LINES)
    .findLast(line => NAMES_ERROR.some(pattern => pattern.test(line)));
  return named ?? lines.at(-1);
}

function isNote(line: string): boolean {
  return NOTE_PREFIXES.some(prefix => line.startsWith(prefix));
}
