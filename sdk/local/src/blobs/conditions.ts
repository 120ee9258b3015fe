import type { IncomingHttpHeaders } from 'node:http';
import type { BlobProperties } from './blob-notes.js';
import { fail } from './errors.js';

/** Throws unless the blob, or its absence, is what the request goes by. */
export type Condition = (blob: Pick<BlobProperties, 'etag'> | undefined) => void;

/** The condition under which a writer wants the blob `name` to be written. */
export function writeCondition(headers: IncomingHttpHeaders, name: string): Condition {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  return blob => {
    if (blob && noneMatch === '*') throw fail('BlobAlreadyExists', { blob: name });
    if (blob && noneMatch === blob.etag) throw fail('ConditionNotMet', { header: 'If-None-Match' });
    requireMatch(match, blob);
  };
}

/** False when the reader has this very content already. Throws when it wants another: a download in parts would mix two. */
export function isWanted(headers: IncomingHttpHeaders, blob: BlobProperties): boolean {
  requireMatch(headers['if-match'], blob);
  const noneMatch = headers['if-none-match'];
  return noneMatch !== '*' && noneMatch !== blob.etag;
}

function requireMatch(match: string | undefined, blob: Parameters<Condition>[0]): void {
  if (match && (!blob || (match !== '*' && blob.etag !== match)))
    throw fail('ConditionNotMet', { header: 'If-Match' });
}
