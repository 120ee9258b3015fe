import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenRefusal } from './errors.js';

/** What the bearer of a token may do: a Reader changes nothing and sees no secrets. */
export type Role = 'Contributor' | 'Reader';

/** Who a token speaks for. */
export interface Claims {
  aud: string;
  iss: string;
  oid: string;
  tid: string;
  /** The user's name, shown as creator of resources. */
  unique_name: string;
  /** Absent in tokens of earlier versions, whose bearer may do all. */
  roles?: Role[];
  iat: number;
  nbf: number;
  exp: number;
}

export const TENANT = '00000000-0000-0000-0000-000000000002';
export const PRINCIPAL = '00000000-0000-0000-0000-000000000001';
/** Tokens that are remembered at a time; a job has one, and so has a session of a client. */
const MOST_SIGNED = 1000;
const header = encode({ alg: 'HS256', typ: 'JWT' });

/** True for a token that may only look. */
export function isReader({ roles }: Claims): boolean {
  return roles?.includes('Reader') ?? false;
}

/** Mints and checks the JSON Web Tokens of the local workspace; Azure's clients decode them, so they are real ones. */
export class Tokens {
  /** The claims of tokens whose signature was good: clients send the same one with every request. */
  private readonly signed = new Map<string, Claims>();

  constructor(
    private readonly key: Buffer,
    private readonly now: () => number,
    private readonly user: string
  ) {}

  /** A token for `audience` that lives for `seconds`. */
  mint(
    audience: string,
    seconds: number,
    role: Role = 'Contributor'
  ): { token: string; expiresOn: number } {
    const iat = Math.floor(this.now() / 1000);
    const claims: Claims = {
      aud: audience,
      iss: `https://sts.windows.net/${TENANT}/`,
      oid: PRINCIPAL,
      tid: TENANT,
      unique_name: this.user,
      roles: [role],
      iat,
      nbf: iat,
      exp: iat + seconds
    };
    const payload = `${header}.${encode(claims)}`;
    return { token: `${payload}.${this.sign(payload)}`, expiresOn: claims.exp };
  }

  /** The claims of a valid token, or the reason why it is none. */
  check(token: string): { claims: Claims } | { reason: TokenRefusal } {
    const known = this.signed.get(token);
    const checked = known ? { claims: known } : this.read(token);
    if ('reason' in checked) return checked;
    if (checked.claims.exp * 1000 <= this.now()) {
      this.signed.delete(token);
      return { reason: 'TokenExpired' };
    }
    if (!known) this.remember(token, checked.claims);
    return checked;
  }

  private remember(token: string, claims: Claims): void {
    if (this.signed.size >= MOST_SIGNED) this.signed.clear();
    this.signed.set(token, claims);
  }

  /** What a token claims, when this workspace signed it. */
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
