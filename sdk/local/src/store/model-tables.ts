/** The tables of the registry. `seq` keeps the order of registration; `last_number` the highest number a version ever had. */
export const modelTables = `
  CREATE TABLE IF NOT EXISTS models (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, description TEXT, tags TEXT NOT NULL, properties TEXT NOT NULL,
    is_archived INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, user_id TEXT NOT NULL,
    last_number INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS model_versions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, version TEXT NOT NULL, description TEXT, tags TEXT NOT NULL,
    properties TEXT NOT NULL, model_type TEXT NOT NULL, source TEXT NOT NULL, run_id TEXT, run_link TEXT, job_name TEXT, model_id TEXT,
    flavors TEXT NOT NULL, stage TEXT NOT NULL, is_archived INTEGER NOT NULL, is_anonymous INTEGER NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, user_id TEXT NOT NULL, status TEXT NOT NULL, UNIQUE (name, version));
  CREATE INDEX IF NOT EXISTS model_versions_by_run ON model_versions (run_id);
  CREATE TABLE IF NOT EXISTS model_aliases (
    name TEXT NOT NULL, alias TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (name, alias)) WITHOUT ROWID`;
