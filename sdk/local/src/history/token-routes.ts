import type { FastifyInstance, FastifyRequest } from 'fastify';
import { JOB_TOKEN_LIFETIME_SECONDS, type JobPrincipal, type Tokens } from '../identity/tokens.js';
import { fail } from './errors.js';
import { experimentKinds, isoTime } from './run-facts.js';

export interface TokenDeps {
  tokens: Tokens;
  origin: () => string;
  /** Returns the job of this name, unless it has ended. */
  activeJob: (name: string) => JobPrincipal | undefined;
}

interface Route {
  Params: { experiment: string; run: string };
}

/**
 * `GET …/runs/{run}/token`, with which azureml-core renews the token of its job. It is no read: the token permits what the job may do. A
 * job gets no token of another one, which could outlive it.
 */
export function tokenRoutes(app: FastifyInstance, { tokens, origin, activeJob }: TokenDeps): void {
  const token = ({ params: { run }, claims }: FastifyRequest<Route>) => {
    const own = claims?.job?.name;
    if (own !== undefined && own !== run) throw fail('RunOfOtherJob', { run, job: own });
    const job = activeJob(run);
    if (!job) throw fail('RunHasNoToken', { run });
    const minted = tokens.mint(origin(), JOB_TOKEN_LIFETIME_SECONDS, 'Contributor', job);
    return { token: minted.token, expiryTimeUtc: isoTime(minted.expiresOn * 1000) };
  };
  for (const experiments of experimentKinds)
    app.get<Route>(
      `/${experiments}/:experiment/runs/:run/token`,
      { config: { access: 'write' } },
      token
    );
}
