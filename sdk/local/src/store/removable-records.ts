import type { Database } from 'libsql';
import { IS_ACTIVE } from './active-condition.js';

/** An unnamed code snapshot, and when it was last used. Times in milliseconds since 1970. */
export interface UnnamedCode {
  name: string;
  version: string;
  uri: string;
  usedAt: number;
  /** True when no existing job uses it. */
  isUnused: boolean;
}

interface CodeRow {
  name: string;
  version: string;
  uri: string;
  modified_at: number;
}

/** Finds the records whose files may be deleted: ended jobs, and code snapshots that are no longer used. */
export class RemovableRecords {
  constructor(private readonly db: Database) {}

  endedJobs(): { name: string; endedAt: number }[] {
    return this.db
      .prepare(
        `SELECT name, ended_at AS endedAt FROM jobs
         WHERE NOT (${IS_ACTIVE}) AND ended_at IS NOT NULL`
      )
      .all() as { name: string; endedAt: number }[];
  }

  /** Lists the unnamed snapshots that no running job, component, schedule or deployment uses. */
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

  /** Returns when each snapshot was last used by a job, and whether a job that uses it has not ended. */
  private uses(names: ReadonlySet<string>): Map<string, Use> {
    const code =
      "coalesce(json_extract(properties, '$.codeId'), json_extract(properties, '$.trial.codeId'))";
    const rows = this.db
      .prepare(
        `SELECT ${code} AS code, max(created_at) AS at, max(${IS_ACTIVE}) AS isActive
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

  /** Returns the snapshots that components, schedules and deployments refer to. */
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

/** Returns the names that occur in a text, in any form of id. Reads the text once, whatever the number of names. */
function namesIn(text: string, names: ReadonlySet<string>): string[] {
  return (text.match(/[\w.-]+/g) ?? []).filter(word => names.has(word));
}
