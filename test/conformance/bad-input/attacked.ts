import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from '../local-workspace.js';
import { RawConnection } from '../raw-connection.js';
import { WireClient, type Answer } from '../wire-client.js';

/** The api-version, which raw requests to the resource manager must contain themselves. */
export const VERSION = 'api-version=2023-04-01';

/** A workspace under attack, with the clients that attack it. */
export interface Attacked {
  workspace: LocalWorkspace;
  wire: WireClient;
  connection: RawConnection;
}

/** Defines tests of cases that `fuzz` generates too rarely. After all of them, the server's log must contain no internal error. */
export function describeAttacks(what: string, tests: (attacked: Attacked) => void): void {
  describe(what, { timeout: 120_000 }, () => {
    const attacked = {} as Attacked;
    beforeAll(async () => {
      const workspace = await startLocalWorkspace();
      Object.assign(attacked, {
        workspace,
        wire: new WireClient(workspace),
        connection: new RawConnection(workspace)
      });
    }, 60_000);
    afterAll(() => attacked.workspace.stop());

    tests(attacked);

    it('leaves no internal error in the log', () => {
      const log = readFileSync(join(attacked.workspace.home, 'server.log'), 'utf8');
      expect(log.split('\n').filter(line => /"level":[56]0|Unhandled/.test(line))).toEqual([]);
    });
  });
}

/** Returns the error code of a response of any of the services. */
export function codeOf({ body }: Answer): string | undefined {
  return /<Code>(\w+)<|"(?:error_)?code":"(\w+)"/.exec(body)?.slice(1).find(Boolean);
}

/** Returns the path of MLflow's API. */
export function mlflowPath({ wire }: Attacked): string {
  return `/mlflow/v2.0${wire.path}/api/2.0`;
}
