import type { IncomingHttpHeaders } from 'node:http';
import type { BlobProperties } from './blob-records.js';
import { fail } from './errors.js';

/** Throws unless the blob, or its absence, meets the condition of the request. */
export type Condition = (blob: Pick<BlobProperties, 'etag'> | undefined) => void;

/** Reads the condition of a write from the headers If-Match and If-None-Match. */
export function writeCondition(headers: IncomingHttpHeaders, name: string): Condition {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  return blob => {
    if (blob && noneMatch === '*') throw fail('BlobAlreadyExists', { blob: name });
    if (blob && noneMatch === blob.etag) throw fail('ConditionNotMet', { header: 'If-None-Match' });
    requireMatch(match, blob);
  };
}

/** False when the client already has this content. Throws when If-Match differs: a download in parts would mix two contents. */
export function isModified(headers: IncomingHttpHeaders, blob: BlobProperties): boolean {
  requireMatch(headers['if-match'], blob);
  const noneMatch = headers['if-none-match'];
  return noneMatch !== '*' && noneMatch !== blob.etag;
}

function requireMatch(match: string | undefined, blob: Parameters<Condition>[0]): void {
  if (match && (!blob || (match !== '*' && blob.etag !== match)))
    throw fail('ConditionNotMet', { header: 'If-Match' });
}
