import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenRefusal } from './errors.js';

/** The permissions of a token: a Reader may change nothing and see no secrets. */
export type Role = 'Contributor' | 'Reader';

/** A job that has credentials of its own. `mark` distinguishes it from a deleted job of the same name. */
export interface JobPrincipal {
  name: string;
  mark: string;
}

/** The claims of a token, as in Azure's. */
export interface Claims {
  aud: string;
  iss: string;
  oid: string;
  tid: string;
  /** The user's name, shown as creator of resources. */
  unique_name: string;
  /** Absent in tokens of earlier versions, which permit everything. */
  roles?: Role[];
  /** The job to which the token was issued. */
  job?: JobPrincipal;
  iat: number;
  nbf: number;
  exp: number;
}

/** Ten years: longer than any job, at whose end its token ends. */
export const JOB_TOKEN_LIFETIME_SECONDS = 3650 * 86_400;
export const TENANT = '00000000-0000-0000-0000-000000000002';
export const PRINCIPAL = '00000000-0000-0000-0000-000000000001';
/** Maximum number of checked tokens in the cache; each job and each session of a client has one. */
const MAX_CACHED_TOKENS = 1000;
const header = encode({ alg: 'HS256', typ: 'JWT' });

/** True for a token with which a client may only read. */
export function isReader({ roles }: Claims): boolean {
  return roles?.includes('Reader') ?? false;
}

/** Creates and checks the JSON Web Tokens of the local workspace. They are real ones, because Azure's clients decode them. */
export class Tokens {
  /** Cache of tokens with a valid signature: clients send the same one with every request. */
  private readonly checked = new Map<string, Claims>();

  constructor(
    private readonly key: Buffer,
    private readonly now: () => number,
    private readonly user: string,
    /** Whether a job has not ended. */
    private readonly isActive: (job: JobPrincipal) => boolean = () => false
  ) {}

  /**
   * Creates a token for `audience` that expires after `seconds`, or already when `job` ends. `expiresOn` is in seconds since 1970.
   */
  mint(
    audience: string,
    seconds: number,
    role: Role = 'Contributor',
    job?: JobPrincipal
  ): { token: string; expiresOn: number } {
    const iat = Math.floor(this.now() / 1000);
    const claims: Claims = {
      aud: audience,
      iss: `https://sts.windows.net/${TENANT}/`,
      oid: PRINCIPAL,
      tid: TENANT,
      unique_name: this.user,
      roles: [role],
      ...(job && { job: { name: job.name, mark: job.mark } }),
      iat,
      nbf: iat,
      exp: iat + seconds
    };
    const payload = `${header}.${encode(claims)}`;
    return { token: `${payload}.${this.sign(payload)}`, expiresOn: claims.exp };
  }

  /** Returns the claims of a valid token, or the reason for its refusal. */
  check(token: string): { claims: Claims } | { reason: TokenRefusal } {
    const known = this.checked.get(token);
    const checked = known ? { claims: known } : this.read(token);
    if ('reason' in checked) return checked;
    if (checked.claims.exp * 1000 <= this.now()) {
      this.checked.delete(token);
      return { reason: 'TokenExpired' };
    }
    if (!known) this.remember(token, checked.claims);
    return this.isRevoked(checked.claims) ? { reason: 'TokenOfEndedJob' } : checked;
  }

  /** True when the token with these claims was issued to a job that has ended. */
  isRevoked({ job }: Claims): boolean {
    return job !== undefined && !this.isActive(job);
  }

  private remember(token: string, claims: Claims): void {
    if (this.checked.size >= MAX_CACHED_TOKENS) this.checked.clear();
    this.checked.set(token, claims);
  }

  /** Reads the claims of a token that this workspace has signed. */
  private read(token: string): { claims: Claims } | { reason: TokenRefusal } {
    const [head, body, signature, ...rest] = token.split('.');
    if (!head || !body || !signature || rest.length > 0) return { reason: 'TokenMalformed' };
    const expected = Buffer.from(this.sign(`${head}.${body}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return { reason: 'TokenNotIssuedHere' };
    return { claims: JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims };
  }

  private sign(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
