import { randomBytes } from 'node:crypto';
import type { Claims } from './tokens.js';

const MINUTE = 60_000;
/** Long enough to open by hand a file that no browser opened. */
const TICKET_LIFE = 5 * MINUTE;
const SESSION_LIFE = 12 * 60 * MINUTE;

interface Grant {
  claims: Claims;
  until: number;
}

/**
 * Who is signed in with a browser. A browser sends no bearer token by itself, so it trades a ticket, which counts once, for a session
 * that its cookie names. Both are random, live in memory and end with the server; neither gives more, or for longer, than the token
 * that it was asked with.
 */
export class BrowserSessions {
  private readonly tickets = new Map<string, Grant>();
  private readonly sessions = new Map<string, Grant>();

  constructor(private readonly now: () => number) {}

  /** A ticket in the name of the claims. */
  issue(claims: Claims): string {
    return this.add(this.tickets, claims, TICKET_LIFE);
  }

  /** Takes a ticket in; answers the session that it opened, if it was still good. */
  redeem(ticket: string): string | undefined {
    const claims = this.read(this.tickets, ticket);
    this.tickets.delete(ticket);
    return claims && this.add(this.sessions, claims, SESSION_LIFE);
  }

  /** Who the session belongs to, while it lasts. */
  claims(session: string): Claims | undefined {
    return this.read(this.sessions, session);
  }

  private add(grants: Map<string, Grant>, claims: Claims, life: number): string {
    for (const [id, { until }] of grants) if (until <= this.now()) grants.delete(id);
    const id = randomBytes(32).toString('base64url');
    grants.set(id, { claims, until: Math.min(this.now() + life, claims.exp * 1000) });
    return id;
  }

  private read(grants: Map<string, Grant>, id: string): Claims | undefined {
    const grant = grants.get(id);
    return grant && grant.until > this.now() ? grant.claims : undefined;
  }
}
