import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from '../local-workspace.js';
import { WireClient } from '../wire-client.js';
import { absent, readContract, type Operation } from './contract.js';
import { coveragePage, passed, scoreboard } from './coverage.js';
import { loadJudge } from './judge.js';
import { disagreements, readPending } from './pending.js';
import { Replay, type Outcome } from './replay.js';

const page = fileURLToPath(new URL('../../../sdk/local/COVERAGE.md', import.meta.url));

describe('the official examples against the local workspace', () => {
  const pending = readPending();
  let workspace: LocalWorkspace | undefined;
  let operations: Operation[] = [];
  let outcomes: Outcome[] = [];
  const served = new Set<string>();

  beforeAll(async () => {
    if (absent) return;
    workspace = await startLocalWorkspace();
    const wire = new WireClient(workspace);
    await wire.put('/codes/replayed-code/versions/1', {
      properties: { codeUri: `${wire.origin}/local.blob.carry/azureml-blobstore/replayed` }
    });
    operations = readContract();
    const replay = new Replay(operations, wire, await loadJudge());
    outcomes = await replay.all();
    for (const operation of operations)
      if (await replay.isServed(operation)) served.add(`${operation.apiVersion} ${operation.id}`);
    process.stdout.write(`${scoreboard(outcomes)}\n`);
  }, 300_000);
  afterAll(() => workspace?.stop());

  it('pass, except those that pending.json lists with a reason', context => {
    context.skip(absent !== undefined, absent);
    expect(outcomes.length).toBeGreaterThan(100);
    expect(disagreements(outcomes, pending)).toEqual([]);
  });

  it('pass, at least 95 % of the available ones', context => {
    context.skip(absent !== undefined, absent);
    const official = outcomes.filter(o => !o.isStandIn);
    expect(passed(official) / official.length).toBeGreaterThanOrEqual(0.95);
  });

  it('are the operations that COVERAGE.md lists', async context => {
    context.skip(absent !== undefined, absent);
    const text = coveragePage({ operations, served, pending });
    await expect(text).toMatchFileSnapshot(page);
  });
});
