import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CarryError } from 'carry-ml/errors';
import { fail } from './errors.js';

/** A permission of a shared access signature: `r`ead, `a`dd, `c`reate, `w`rite, `d`elete, `l`ist, `t`ags. */
export type Permission = 'r' | 'a' | 'c' | 'w' | 'd' | 'l' | 't';

/** The service version in the signatures, which clients only echo. */
const SERVICE_VERSION = '2023-11-03';

/** How long a signature in a response of the server is valid. */
export const LINK_LIFETIME_HOURS = 24;

/** Creates and checks shared access signatures for containers and single blobs. */
export class Signatures {
  constructor(
    private readonly key: Buffer,
    private readonly now: () => number
  ) {}

  /** Returns the query string that permits access to a container, or to one of its blobs, for `hours` hours. */
  grant(container: string, permissions: string, hours: number, blob?: string): string {
    const query = new URLSearchParams({
      sv: SERVICE_VERSION,
      sr: blob === undefined ? 'c' : 'b',
      sp: permissions,
      se: new Date(this.now() + hours * 3_600_000).toISOString().replace(/\.\d+Z/, 'Z'),
      spr: 'https'
    });
    query.set('sig', this.sign(query, container, blob));
    return query.toString();
  }

  /** Returns the permissions that the query grants on the container or blob, or the error that explains why it grants none. */
  permissions(query: URLSearchParams, container: string, blob?: string): string | CarryError {
    const given = Buffer.from(query.get('sig') ?? '');
    const expected = Buffer.from(
      this.sign(query, container, query.get('sr') === 'b' ? blob : undefined)
    );
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return fail('SignatureInvalid');
    if (!(Date.parse(query.get('se') ?? '') > this.now())) return fail('SignatureExpired');
    return query.get('sp') ?? '';
  }

  private sign(query: URLSearchParams, container: string, blob: string | undefined): string {
    const signed = ['sv', 'sr', 'sp', 'se', 'spr'].map(k => query.get(k) ?? '');
    return createHmac('sha256', this.key)
      .update(JSON.stringify([...signed, container, blob ?? null]))
      .digest('base64');
  }
}
