import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import LibsqlDatabase from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import { ArtifactStore } from '../mlflow/artifacts/artifacts.js';
import { LogSecrets } from './log-secrets.js';

describe('the secrets of a job', () => {
  const token = 'hf_0123456789';
  const line = `token ${token}\n`;
  const masked = `token ${'*'.repeat(token.length)}\n`;
  let root: string;
  let secrets: LogSecrets;
  let files: BlobFiles;
  const logs = () => join(root, 'blobs', 'azureml', 'ExperimentRun', 'dcid.job', 'user_logs');
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'secrets-'));
    mkdirSync(join(root, 'jobs', 'job'), { recursive: true });
    mkdirSync(logs(), { recursive: true });
    writeFileSync(join(logs(), 'std_log.txt'), line);
    secrets = new LogSecrets(join(root, 'jobs'));
    secrets.keep('job', { HF_TOKEN: token, PATH: '/usr/bin', KEY: 'short' });
    files = new BlobFiles(join(root, 'blobs'), new LibsqlDatabase(':memory:'), name =>
      secrets.inArtifact(name)
    );
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const served = async (name: string, start = 0, end = line.length - 1) =>
    text((await files.open('azureml', name)).read({ start, end }));

  it('are masked in a log that is served while it runs', async () => {
    const name = 'ExperimentRun/dcid.job/user_logs/std_log.txt';
    expect(await served(name)).toBe(masked);
    expect(await served(name, 10, 12)).toBe('***');
    const artifacts = new ArtifactStore(
      join(root, 'blobs', 'azureml'),
      () => 'id',
      () => undefined,
      artifact => secrets.inArtifact(artifact)
    );
    expect(await text((await artifacts.read(name)).stream)).toBe(masked);
  });

  it('are not masked in outputs, nor in the logs of other jobs', async () => {
    for (const name of ['dcid.job/outputs/a', 'dcid.other/user_logs/std_log.txt']) {
      const path = join(root, 'blobs', 'azureml', 'ExperimentRun', name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, line);
      expect(await served(`ExperimentRun/${name}`)).toBe(line);
    }
  });

  it('are kept in a file that only its owner can read', () => {
    expect(statSync(join(root, 'jobs', 'job', 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('are masked in all stored logs at the end, also in long ones', async () => {
    const long = `${'x'.repeat(262_140)}${token}${'y'.repeat(600_000)}${line}`;
    writeFileSync(join(logs(), 'long.txt'), long);
    await secrets.removeFromLogs(join(logs(), 'std_log.txt'), 'job');
    expect(readFileSync(join(logs(), 'std_log.txt'), 'utf8')).toBe(masked);
    expect(readFileSync(join(logs(), 'long.txt'), 'utf8')).toBe(
      long.replaceAll(token, '*'.repeat(token.length))
    );
  });

  it('are masked when one is longer than the piece of a log that is read at a time', async () => {
    const long = 's'.repeat(300_000);
    secrets.keep('job', { LONG_KEY: long });
    writeFileSync(join(logs(), 'std_log.txt'), `${'x'.repeat(200_000)}${long}\n`);
    await secrets.removeFromLogs(join(logs(), 'std_log.txt'), 'job');
    expect(readFileSync(join(logs(), 'std_log.txt'), 'utf8')).toBe(
      `${'x'.repeat(200_000)}${'*'.repeat(long.length)}\n`
    );
  });

  it('are masked in every folder of logs that was masked while the job ran', async () => {
    const main = join(logs(), 'std_log.txt');
    const below = ['system_logs/a', 'logs/user/stdout/b', 'azureml-logs/c'];
    for (const name of below) {
      mkdirSync(dirname(join(logs(), '..', name)), { recursive: true });
      writeFileSync(join(logs(), '..', name), line, { mode: 0o400 });
    }
    await secrets.removeFromLogs(main, 'job');
    for (const name of ['user_logs/std_log.txt', ...below])
      expect(readFileSync(join(logs(), '..', name), 'utf8')).toBe(masked);
  });

  it('are masked in a log that the job made unreadable', async () => {
    mkdirSync(join(logs(), 'closed'));
    writeFileSync(join(logs(), 'closed', 'log'), line);
    chmodSync(join(logs(), 'closed', 'log'), 0);
    chmodSync(join(logs(), 'closed'), 0);
    await secrets.removeFromLogs(join(logs(), 'std_log.txt'), 'job');
    expect(readFileSync(join(logs(), 'closed', 'log'), 'utf8')).toBe(masked);
  });

  it('are masked in a log that is a hard link, and not in the other file', async () => {
    writeFileSync(join(root, 'mine'), line);
    linkSync(join(root, 'mine'), join(logs(), 'hard.txt'));
    await secrets.removeFromLogs(join(logs(), 'std_log.txt'), 'job');
    expect(readFileSync(join(root, 'mine'), 'utf8')).toBe(line);
    expect(readFileSync(join(logs(), 'hard.txt'), 'utf8')).toBe(masked);
    expect(readdirSync(join(root, 'jobs', 'job'))).toEqual(['secrets.json']);
  });

  it('do not make a pipe among the logs wait for a writer', async () => {
    spawnSync('mkfifo', [join(logs(), 'pipe')]);
    await secrets.removeFromLogs(join(logs(), 'std_log.txt'), 'job');
    expect(readFileSync(join(logs(), 'std_log.txt'), 'utf8')).toBe(masked);
  });

  it('are not masked in a file that a log links to', async () => {
    writeFileSync(join(root, 'mine'), line);
    symlinkSync(join(root, 'mine'), join(logs(), 'link.txt'));
    await secrets.removeFromLogs(join(logs(), 'std_log.txt'), 'job');
    expect(readFileSync(join(root, 'mine'), 'utf8')).toBe(line);
  });
});
