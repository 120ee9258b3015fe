import type { Database } from 'libsql';

/** A code snapshot that nobody named, and when it was last used. Times in milliseconds since 1970. */
export interface UnnamedCode {
  name: string;
  version: string;
  uri: string;
  usedAt: number;
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
         WHERE status IN ('Completed', 'Failed', 'Canceled') AND ended_at IS NOT NULL`
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
    const uses = this.uses();
    return rows.flatMap(({ name, version, uri, modified_at: modifiedAt }) => {
      const used = uses.filter(({ code }) => code.includes(name));
      if (used.some(({ isActive }) => isActive) || this.isMentioned(name)) return [];
      return [{ name, version, uri, usedAt: Math.max(modifiedAt, ...used.map(u => u.at)) }];
    });
  }

  private uses(): { code: string; at: number; isActive: number }[] {
    return this.db
      .prepare(
        `SELECT json_extract(properties, '$.codeId') AS code, max(created_at) AS at,
           max(status NOT IN ('Completed', 'Failed', 'Canceled')) AS isActive
         FROM jobs WHERE json_extract(properties, '$.codeId') IS NOT NULL GROUP BY code`
      )
      .all() as { code: string; at: number; isActive: number }[];
  }

  private isMentioned(name: string): boolean {
    const found = this.db
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM assets WHERE kind <> 'codes' AND instr(properties, ?))
           OR EXISTS (SELECT 1 FROM schedules WHERE instr(properties, ?))
           OR EXISTS (SELECT 1 FROM deployments WHERE instr(body, ?)) AS found`
      )
      .get(name, name, name) as { found: number };
    return found.found === 1;
  }
}
