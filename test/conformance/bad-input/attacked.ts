import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from '../local-workspace.js';
import { RawConnection } from '../raw-connection.js';
import { WireClient, type Answer } from '../wire-client.js';

/** Raw requests to the resource manager bring their own. */
export const VERSION = 'api-version=2023-04-01';

/** A workspace that is meant to be broken, and the ways to it. */
export interface Attacked {
  workspace: LocalWorkspace;
  wire: WireClient;
  connection: RawConnection;
}

/** Tests of what `fuzz` draws too seldom by chance; whatever they try, the server's log must have no error of ours in it. */
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

    it('leaves no error of ours in the log', () => {
      const log = readFileSync(join(attacked.workspace.home, 'server.log'), 'utf8');
      expect(log.split('\n').filter(line => /"level":[56]0|Unhandled/.test(line))).toEqual([]);
    });
  });
}

/** The error code of an answer of any of the services. */
export function codeOf({ body }: Answer): string | undefined {
  return /<Code>(\w+)<|"(?:error_)?code":"(\w+)"/.exec(body)?.slice(1).find(Boolean);
}

/** The path of MLflow's API. */
export function mlflowPath({ wire }: Attacked): string {
  return `/mlflow/v2.0${wire.path}/api/2.0`;
}
