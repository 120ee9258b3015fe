import type { Database } from 'libsql';
import { hasRows } from './tables.js';

/** True when the database has texts that only the owner's secret can decrypt. */
export function hasSealedTexts(db: Database): boolean {
  return (
    hasRows(db, 'documents', "properties LIKE 'sealed:%'") ||
    hasRows(db, 'endpoints', "primary_key LIKE 'sealed:%'")
  );
}
