import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { WireClient } from './wire-client.js';

const MIB = 1 << 20;
const blob = '/local.blob.carry/azureml-blobstore';

/** Uploads a blob of the given size; returns the status and the error code. */
async function put(wire: WireClient, name: string, bytes: number) {
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/plain' };
  const answer = await wire.send('PUT', `${blob}/${name}`, headers, 'x'.repeat(bytes));
  return [answer.status, answer.headers['x-ms-error-code']];
}

/** Submits a job; returns the error code. */
async function refusalOf(wire: WireClient): Promise<string> {
  const answer = await wire.submit('true').catch((error: unknown) => String(error));
  return /"code":"(\w+)"/.exec(answer)?.[1] ?? answer;
}

describe('the limits that a user sets', { timeout: 120_000 }, () => {
  let workspace: LocalWorkspace;
  let wire: WireClient;
  beforeAll(async () => {
    workspace = await startLocalWorkspace({
      CARRY_LOG_LIMIT: '256 KiB',
      CARRY_DISK_LIMIT: '8 MiB',
      CARRY_QUEUE_LIMIT: '3'
    });
    wire = new WireClient(workspace);
  }, 60_000);
  afterAll(() => workspace.stop());

  it('are shown by carry status', async () => {
    const { stdout } = await workspace.carry('status');
    expect(stdout).toMatch(/logLimit +256 KiB +CARRY_LOG_LIMIT +the maximum size of the log/);
    expect(stdout).toMatch(/It uses .* of at most 8 MiB/);
    const shown = JSON.parse((await workspace.carry('status', '--json')).stdout) as object;
    expect(shown).toMatchObject({ settings: { queueLimit: 3 }, disk: { limit: 8 * MIB } });
  });

  it('cap the log of a job that prints endlessly, while it is read and afterwards', async () => {
    const name = await wire.submit('yes fills the log & sleep 4; kill %1; echo the last line');
    await vi.waitFor(
      async () => expect(await wire.log(name)).toContain('[carry] This log reached its limit'),
      20_000
    );
    const read = await wire.log(name);
    expect(await wire.until(name, ['Completed', 'Failed'])).toBe('Completed');
    const whole = await wire.log(name);
    expect(whole.startsWith(read)).toBe(true);
    expect(whole.length).toBeLessThan(256 * 1024);
    expect(whole).toMatch(/\[carry\] \d+ bytes were left out here\.\n(fills the log\n)+/);
    expect(whole.trimEnd().endsWith('the last line')).toBe(true);
  });

  it('refuse jobs beyond the queue limit', async () => {
    const jobs = [await wire.submit('sleep 60'), await wire.submit('sleep 60')];
    jobs.push(await wire.submit('sleep 60'));
    expect(await refusalOf(wire)).toBe('TooManyJobs');
    for (const job of jobs) await wire.post(`/jobs/${job}/cancel`);
  });

  it('refuse uploads and jobs beyond the quota, and accept them again when there is space', async () => {
    expect(await put(wire, 'small', MIB)).toEqual([201, undefined]);
    expect(await put(wire, 'large', 8 * MIB)).toEqual([403, 'DiskQuotaExceeded']);
    const filler = join(workspace.home, 'blobs', 'azureml-blobstore', 'filler');
    writeFileSync(filler, Buffer.alloc(8 * MIB));
    await vi.waitFor(
      async () => expect(await put(wire, 'more', 7 * MIB)).toEqual([403, 'DiskQuotaExceeded']),
      5_000
    );
    await vi.waitFor(async () => expect(await refusalOf(wire)).toBe('DiskQuotaExceeded'), 30_000);
    rmSync(filler);
    await vi.waitFor(async () => {
      expect(await put(wire, 'again', MIB)).toEqual([201, undefined]);
    }, 10_000);
    expect(await wire.until(await wire.submit('true'), ['Completed', 'Failed'])).toBe('Completed');
  });
});

const disk = mkdtempSync(join(tmpdir(), 'carry-disk-'));
const whyNoDisk = tryToMount();

/** Mounts a separate disk of 32 MiB. */
function mount(): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', disk], { stdio: 'pipe' });
}

/** Returns why no disk can be filled here; undefined where one can. */
function tryToMount(): string | undefined {
  try {
    mount();
    execFileSync('umount', [disk]);
    return undefined;
  } catch (error) {
    return `No disk can be filled here, since none can be mounted: ${String(error)}`;
  }
}

afterAll(() => {
  rmSync(disk, { recursive: true });
});

describe('a disk that is full', { timeout: 120_000 }, () => {
  let workspace: LocalWorkspace;
  let wire: WireClient;
  const filler = join(disk, 'filler');
  beforeEach(({ skip }) => {
    skip(whyNoDisk !== undefined, whyNoDisk);
  });
  beforeAll(async () => {
    if (whyNoDisk !== undefined) return;
    mount();
    workspace = await startLocalWorkspace({ CARRY_DISK_RESERVE: '1 MiB' }, disk);
    wire = new WireClient(workspace);
  }, 60_000);
  afterAll(async () => {
    if (whyNoDisk !== undefined) return;
    expect((await workspace.carry('down')).code).toBe(0);
    execFileSync('umount', [disk]);
  });
  const exitOf = (job: string) => join(disk, 'jobs', job, 'exit.9');
  const leave = (bytes: number) => {
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc(bavail * bsize - bytes));
  };

  it('refuses uploads and jobs, and accepts them again when there is room', async () => {
    expect(await put(wire, 'before', MIB)).toEqual([201, undefined]);
    leave(MIB / 2);
    expect(await put(wire, 'a', 100)).toEqual([403, 'DiskFull']);
    expect(await refusalOf(wire)).toBe('DiskFull');
    rmSync(filler);
    expect(await put(wire, 'a', 100)).toEqual([201, undefined]);
    expect((await wire.send('GET', `${blob}/before`)).body).toHaveLength(MIB);
  });

  it('because of a job does not hide how that job ends', async () => {
    const name = await wire.submit(`cat /dev/zero > '${filler}'; echo after; exit 9`);
    await vi.waitFor(() => expect(existsSync(exitOf(name))).toBe(true), 20_000);
    // Nothing can be written now, but the server still responds.
    expect(await refusalOf(wire)).toBe('DiskFull');
    rmSync(filler);
    expect(await wire.until(name, ['Completed', 'Failed'], 60_000)).toBe('Failed');
    const { error } = await wire.details(name);
    expect(error?.error.message).toContain('exit code 9');
    expect(await wire.until(await wire.submit('true'), ['Completed', 'Failed'])).toBe('Completed');
  });

  it('leaves no incomplete file when it fills up during an upload', async () => {
    leave(3 * MIB);
    const chunked = await wire.send(
      'PUT',
      `${blob}/half`,
      { 'x-ms-blob-type': 'BlockBlob', 'transfer-encoding': 'chunked', 'content-type': 'x/y' },
      'x'.repeat(8 * MIB)
    );
    expect([chunked.status, chunked.headers['x-ms-error-code']]).toEqual([403, 'DiskFull']);
    expect((await wire.send('HEAD', `${blob}/half`)).status).toBe(404);
    const { bavail, bsize } = statfsSync(disk);
    expect(bavail * bsize).toBeGreaterThan(2 * MIB);
    rmSync(filler);
  });
});
