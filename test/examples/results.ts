import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Result } from './outcome.js';

/** The results of earlier and of this run, in a file: a run that is stopped can be resumed. */
export class Results {
  private readonly rows: Map<string, Result>;

  constructor(private readonly file: string) {
    const rows = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result[]) : [];
    this.rows = new Map(rows.map(row => [row.path, row]));
  }

  get(path: string): Result | undefined {
    return this.rows.get(path);
  }

  set(result: Result): void {
    this.rows.set(result.path, result);
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, `${JSON.stringify(this.all(), null, 1)}\n`);
    renameSync(`${this.file}.new`, this.file);
  }

  all(): Result[] {
    return [...this.rows.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
