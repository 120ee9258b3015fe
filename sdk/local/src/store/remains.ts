import type { Database } from 'libsql';
import { UNENDED } from './unended.js';

/** A code snapshot that nobody named, and when it was last used. Times in milliseconds since 1970. */
export interface UnnamedCode {
  name: string;
  version: string;
  uri: string;
  usedAt: number;
  /** No job that is there uses it. */
  isUnused: boolean;
}

interface CodeRow {
  name: string;
  version: string;
  uri: string;
  modified_at: number;
}

/** What ended jobs have left that nothing needs any more. */
export class Remains {
  constructor(private readonly db: Database) {}

  endedJobs(): { name: string; endedAt: number }[] {
    return this.db
      .prepare(
        `SELECT name, ended_at AS endedAt FROM jobs
         WHERE NOT (${UNENDED}) AND ended_at IS NOT NULL`
      )
      .all() as { name: string; endedAt: number }[];
  }

  /** The unnamed snapshots that no job needs that has not ended, no component, no schedule and no deployment. */
  unnamedCodes(): UnnamedCode[] {
    const rows = this.db
      .prepare(
        `SELECT name, version, json_extract(properties, '$.codeUri') AS uri, modified_at FROM assets
         WHERE kind = 'codes' AND version <> '' AND json_extract(properties, '$.isAnonymous')`
      )
      .all() as CodeRow[];
    if (rows.length === 0) return [];
    const names = new Set(rows.map(({ name }) => name));
    const uses = this.uses(names);
    const mentioned = this.mentioned(names);
    return rows.flatMap(({ name, version, uri, modified_at: modifiedAt }) => {
      const use = uses.get(name);
      if (use?.isActive || mentioned.has(name)) return [];
      const usedAt = Math.max(modifiedAt, use?.at ?? 0);
      return [{ name, version, uri, usedAt, isUnused: !use }];
    });
  }

  /** When each snapshot was last used by a job, and whether one that uses it has not ended. */
  private uses(names: ReadonlySet<string>): Map<string, Use> {
    const code =
      "coalesce(json_extract(properties, '$.codeId'), json_extract(properties, '$.trial.codeId'))";
    const rows = this.db
      .prepare(
        `SELECT ${code} AS code, max(created_at) AS at, max(${UNENDED}) AS isActive
         FROM jobs WHERE ${code} IS NOT NULL GROUP BY code`
      )
      .all() as { code: string; at: number; isActive: number }[];
    const uses = new Map<string, Use>();
    for (const { code: text, at, isActive } of rows)
      for (const name of namesIn(text, names)) {
        const before = uses.get(name);
        uses.set(name, {
          at: Math.max(at, before?.at ?? 0),
          isActive: isActive === 1 || before?.isActive === true
        });
      }
    return uses;
  }

  /** The snapshots that components, schedules and deployments name. */
  private mentioned(names: ReadonlySet<string>): Set<string> {
    const rows = this.db
      .prepare(
        `SELECT properties AS text FROM assets WHERE kind <> 'codes'
         UNION ALL SELECT properties FROM schedules UNION ALL SELECT body FROM deployments`
      )
      .iterate() as Iterable<{ text: string }>;
    return new Set([...rows].flatMap(({ text }) => namesIn(text, names)));
  }
}

interface Use {
  at: number;
  isActive: boolean;
}

/** Those of the names that a text says, in whatever form of id: read once, however many names there are. */
function namesIn(text: string, names: ReadonlySet<string>): string[] {
  return (text.match(/[\w.-]+/g) ?? []).filter(word => names.has(word));
}
