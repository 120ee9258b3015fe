import type { Database } from 'libsql';
import type { DeploymentBody } from '../schemas/deployment-schema.js';
import type { EndpointBody } from '../schemas/endpoint-schema.js';
import { openSealed, type TextSeal } from './text-seal.js';
import { inTransaction } from './transaction.js';

/** The kind of an endpoint, as in its URL. */
export type EndpointPath = 'onlineEndpoints' | 'batchEndpoints';
export type KeyType = 'Primary' | 'Secondary';
export type StoredKeys = Record<KeyType, string>;

interface Stored {
  name: string;
  createdAt: number;
  modifiedAt: number;
  createdBy: string;
}

/** Times in milliseconds since 1970. The keys are read separately, so that no list or log can show them. */
export interface StoredEndpoint extends Stored {
  path: EndpointPath;
  body: EndpointBody;
}

export interface StoredDeployment extends Stored {
  endpoint: string;
  body: DeploymentBody;
}

interface Row {
  name: string;
  path: EndpointPath;
  endpoint: string;
  body: string;
  created_at: number;
  modified_at: number;
  created_by: string;
}

/**
 * Stores endpoints, their keys and their deployments in SQLite. A name is part of a host name, so it is unique among online and batch
 * endpoints together, and its case does not matter.
 */
export class EndpointStore {
  constructor(
    private readonly db: Database,
    private readonly now: () => number,
    /** Encrypts the keys. */
    private readonly seal: TextSeal
  ) {
    const stored = `body TEXT NOT NULL,
      created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, created_by TEXT NOT NULL`;
    db.exec(`
      CREATE TABLE IF NOT EXISTS endpoints (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE, path TEXT NOT NULL,
        primary_key TEXT NOT NULL, secondary_key TEXT NOT NULL, ${stored});
      CREATE TABLE IF NOT EXISTS deployments (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL COLLATE NOCASE,
        ${stored}, UNIQUE (endpoint, name))`);
  }

  /** Returns an endpoint of either kind. */
  get(name: string): StoredEndpoint | undefined {
    const row = this.db.prepare('SELECT * FROM endpoints WHERE name = ?').get(name) as
      Row | undefined;
    return row && toEndpoint(row);
  }

  /** Oldest first. */
  list(path: EndpointPath): StoredEndpoint[] {
    const rows = this.db
      .prepare('SELECT * FROM endpoints WHERE path = ? ORDER BY seq')
      .all(path) as Row[];
    return rows.map(toEndpoint);
  }

  create(
    endpoint: { path: EndpointPath; name: string; body: EndpointBody; keys: StoredKeys },
    by: string
  ): StoredEndpoint {
    const { path, name, body } = endpoint;
    const keys = this.sealed(name, endpoint.keys);
    const at = this.now();
    this.db
      .prepare(
        `INSERT INTO endpoints (name, path, primary_key, secondary_key, body, created_at, modified_at, created_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
      )
      .run(name, path, keys.Primary, keys.Secondary, JSON.stringify(body), at, at, by);
    return this.get(name) as StoredEndpoint;
  }

  update(name: string, body: EndpointBody): StoredEndpoint {
    this.db
      .prepare('UPDATE endpoints SET body = ?, modified_at = ? WHERE name = ?')
      .run(JSON.stringify(body), this.now(), name);
    return this.get(name) as StoredEndpoint;
  }

  keys(name: string): StoredKeys | undefined {
    const row = this.db
      .prepare('SELECT name, primary_key, secondary_key FROM endpoints WHERE name = ?')
      .get(name) as { name: string; primary_key: string; secondary_key: string } | undefined;
    if (!row) return undefined;
    const place = placeOf(row.name);
    return {
      Primary: openSealed(this.seal, row.primary_key, place),
      Secondary: openSealed(this.seal, row.secondary_key, place)
    };
  }

  setKeys(name: string, given: StoredKeys): void {
    const keys = this.sealed(this.get(name)?.name ?? name, given);
    this.db
      .prepare('UPDATE endpoints SET primary_key = ?, secondary_key = ? WHERE name = ?')
      .run(keys.Primary, keys.Secondary, name);
  }

  private sealed(name: string, keys: StoredKeys): StoredKeys {
    const close = (key: string) => this.seal.close(key, placeOf(name));
    return { Primary: close(keys.Primary), Secondary: close(keys.Secondary) };
  }

  /** Deletes an endpoint with all of its deployments. */
  delete(name: string): void {
    inTransaction(this.db, () => {
      this.db.prepare('DELETE FROM deployments WHERE endpoint = ?').run(name);
      this.db.prepare('DELETE FROM endpoints WHERE name = ?').run(name);
    });
  }

  deployment(endpoint: string, name: string): StoredDeployment | undefined {
    const row = this.db
      .prepare('SELECT * FROM deployments WHERE endpoint = ? AND name = ?')
      .get(endpoint, name) as Row | undefined;
    return row && toDeployment(row);
  }

  /** Oldest first. */
  deployments(endpoint: string): StoredDeployment[] {
    const rows = this.db
      .prepare('SELECT * FROM deployments WHERE endpoint = ? ORDER BY seq')
      .all(endpoint) as Row[];
    return rows.map(toDeployment);
  }

  putDeployment(
    endpoint: string,
    name: string,
    body: DeploymentBody,
    by: string
  ): StoredDeployment {
    const at = this.now();
    this.db
      .prepare(
        `INSERT INTO deployments (endpoint, name, body, created_at, modified_at, created_by) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (endpoint, name) DO UPDATE SET body = excluded.body, modified_at = excluded.modified_at`
      )
      .run(endpoint, name, JSON.stringify(body), at, at, by);
    return this.deployment(endpoint, name) as StoredDeployment;
  }

  /** Deletes a deployment and replaces the endpoint by `body`, which no longer refers to it. */
  deleteDeployment(endpoint: string, name: string, body: EndpointBody): void {
    inTransaction(this.db, () => {
      this.update(endpoint, body);
      this.db
        .prepare('DELETE FROM deployments WHERE endpoint = ? AND name = ?')
        .run(endpoint, name);
    });
  }
}

const placeOf = (name: string) => `endpoints/${name}`;

function toEndpoint(row: Row): StoredEndpoint {
  return { ...toStored(row), path: row.path, body: JSON.parse(row.body) as EndpointBody };
}

function toDeployment(row: Row): StoredDeployment {
  return { ...toStored(row), endpoint: row.endpoint, body: JSON.parse(row.body) as DeploymentBody };
}

function toStored(row: Row): Stored {
  return {
    name: row.name,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    createdBy: row.created_by
  };
}
