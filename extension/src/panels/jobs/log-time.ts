/** A date and a time at the beginning of a line, as loggers write them. */
const TIME =
  /^(?:\u001b\[[0-9;]*m)*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?(?:\u001b\[[0-9;]*m)*(?: ?[-:|] |[ \t]+|$)/;

/** True if a line begins with the time when it was written. The log of a job has times only if its code writes them. */
export function hasTime(line: string): boolean {
  return TIME.test(line);
}

/** Returns a line without the time at its beginning; its colours stay. */
export function withoutTime(line: string): string {
  return line.replace(TIME, time => time.match(/\u001b\[[0-9;]*m/g)?.join('') ?? '');
}
