import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startLocalWorkspace } from '../conformance/local-workspace.js';
import { WireClient } from '../conformance/wire-client.js';
import { Chance } from './random.js';
import { Server } from './server.js';
import { SoakBlobs } from './soak-blobs.js';
import { SoakJobs } from './soak-jobs.js';

export interface SoakPlan {
  kills: number;
  jobs: number;
  blobs: number;
  seed: number;
  /** Called with the progress. */
  say?: (line: string) => void;
}

export interface SoakSummary {
  kills: number;
  jobs: number;
  blobs: number;
  seconds: number;
  /** All violations of the guarantees. */
  faults: string[];
}

/** Nodes of the cluster that the jobs run on. */
const NODES = 6;
/** Time limit for a job's end after the last kill. */
const SETTLE = 120_000;

/**
 * Kills the server with `kill -9` at random moments while jobs are submitted, run and cancelled and blobs are uploaded. Then checks
 * that everything acknowledged exists, and that each job ran once and has the correct status.
 */
export async function crashSoak(plan: SoakPlan): Promise<SoakSummary> {
  const began = Date.now();
  const chance = new Chance(plan.seed);
  const workspace = await startLocalWorkspace();
  const folder = mkdtempSync(join(tmpdir(), 'carry-soak-'));
  mkdirSync(folder, { recursive: true });
  try {
    const wire = new WireClient(workspace);
    const server = new Server(workspace);
    await wire.put('/computes/soak', {
      location: 'local',
      properties: {
        computeType: 'AmlCompute',
        properties: { scaleSettings: { minNodeCount: 0, maxNodeCount: NODES } }
      }
    });
    const jobs = new SoakJobs(wire, folder, 'soak', chance);
    const blobs = new SoakBlobs(wire, chance);
    const kills = await killWhile(plan, server, chance, jobs, blobs);
    const faults = [...(await jobs.faults(SETTLE)), ...(await blobs.faults())];
    const remains = readdirSync(join(workspace.home, 'jobs'));
    if (remains.length > 0) faults.push(`folders of ended jobs are left: ${remains.join(', ')}`);
    const seconds = Math.round((Date.now() - began) / 1000);
    return { kills, jobs: jobs.acknowledged, blobs: blobs.acknowledged, seconds, faults };
  } finally {
    await workspace.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function killWhile(
  plan: SoakPlan,
  server: Server,
  chance: Chance,
  jobs: SoakJobs,
  blobs: SoakBlobs
): Promise<number> {
  let kills = 0;
  while (kills < plan.kills) {
    const share = (total: number, done: number) =>
      Math.ceil((total - done) / Math.max(1, (plan.kills - kills) * 0.8));
    const clients = [
      ...Array.from({ length: share(plan.jobs, jobs.acknowledged) }, () => jobs.submit()),
      ...Array.from({ length: share(plan.blobs, blobs.acknowledged) }, () => blobs.upload())
    ];
    await delay(chance.between(0, 900));
    await server.crash();
    kills += 1;
    if (chance.may(0.25) && kills < plan.kills) {
      await server.crashWhileStarting(chance.between(50, 1500));
      kills += 1;
    }
    await server.restart();
    await Promise.all(clients);
    if (kills % 10 < 2)
      plan.say?.(`${kills} kills, ${jobs.acknowledged} jobs, ${blobs.acknowledged} blobs`);
  }
  return kills;
}
