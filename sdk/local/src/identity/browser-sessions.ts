import { randomBytes } from 'node:crypto';
import type { Claims } from './tokens.js';

const MINUTE_MS = 60_000;
/** Long enough to open the sign-in file by hand when no browser opened it. */
const TICKET_LIFETIME_MS = 5 * MINUTE_MS;
const SESSION_LIFETIME_MS = 12 * 60 * MINUTE_MS;

interface Grant {
  claims: Claims;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/**
 * The sessions of browsers. A browser sends no bearer token by itself, so it exchanges a single-use ticket for a session that its
 * cookie names. Both are random, are kept in memory and end with the server. Neither grants more, nor for longer, than the token with
 * which it was requested.
 */
export class BrowserSessions {
  private readonly tickets = new Map<string, Grant>();
  private readonly sessions = new Map<string, Grant>();

  constructor(private readonly now: () => number) {}

  /** Creates a ticket with these claims. */
  issue(claims: Claims): string {
    return this.add(this.tickets, claims, TICKET_LIFETIME_MS);
  }

  /** Exchanges a ticket for a session. Returns undefined when the ticket is invalid. */
  redeem(ticket: string): string | undefined {
    const claims = this.read(this.tickets, ticket);
    this.tickets.delete(ticket);
    return claims && this.add(this.sessions, claims, SESSION_LIFETIME_MS);
  }

  /** Returns the claims of a session, or undefined when it has ended. */
  claims(session: string): Claims | undefined {
    return this.read(this.sessions, session);
  }

  private add(grants: Map<string, Grant>, claims: Claims, lifetimeMs: number): string {
    for (const [id, { expiresAt }] of grants) if (expiresAt <= this.now()) grants.delete(id);
    const id = randomBytes(32).toString('base64url');
    grants.set(id, { claims, expiresAt: Math.min(this.now() + lifetimeMs, claims.exp * 1000) });
    return id;
  }

  private read(grants: Map<string, Grant>, id: string): Claims | undefined {
    const grant = grants.get(id);
    return grant && grant.expiresAt > this.now() ? grant.claims : undefined;
  }
}
