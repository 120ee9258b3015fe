import { createReadStream, createWriteStream, openSync, writeSync, closeSync } from 'node:fs';
import { copyFile, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { randomBytes } from 'node:crypto';
import { median } from '../home.mjs';
import { wireOf } from './wire.mjs';

const ROUNDS = 3;
const SIZE = 1 << 30;
const PIECE = { highWaterMark: 1 << 20 };

/** Compares the upload and download of a 1 GB blob with a copy of the file that is flushed to the disk. */
export async function measure(workspace) {
  const { wire } = wireOf(workspace);
  const file = join(workspace.home, 'gigabyte');
  const copy = join(workspace.home, 'copy');
  const blob = '/local.blob.carry/azureml-blobstore/bench/gigabyte';
  write(file);
  const up = async () => {
    const body = createReadStream(file, PIECE);
    const answer = await wire.open('PUT', blob, {
      body,
      length: SIZE,
      type: 'application/octet-stream'
    });
    answer.resume();
    if (answer.statusCode !== 201) throw new Error(`the blob was refused: ${answer.statusCode}`);
  };
  const down = async () => pipeline(await wire.open('GET', blob), createWriteStream(copy, PIECE));
  try {
    const rounds = [];
    for (let i = 0; i < ROUNDS; i++)
      rounds.push({
        plain: await seconds(() => copied(file, copy)),
        up: await seconds(up),
        down: await seconds(down)
      });
    const of = key => median(rounds.map(r => r[key])).toFixed(1);
    const row = (key, words) =>
      `| 1 GB blob ${words} | ${of(key)} s | a copy of the file: ${of('plain')} s | ${median(rounds.map(r => r[key] / r.plain)).toFixed(1)} times | none |`;
    return [row('up', 'up, hashed and flushed'), row('down', 'down')].join('\n');
  } finally {
    wire.close();
    await Promise.all([file, copy].map(path => rm(path, { force: true })));
  }
}

async function copied(from, to) {
  await copyFile(from, to);
  const handle = await open(to, 'r+');
  await handle.datasync();
  await handle.close();
}

async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function write(path) {
  const piece = randomBytes(1 << 20);
  const target = openSync(path, 'w');
  for (let written = 0; written < SIZE; written += piece.length) writeSync(target, piece);
  closeSync(target);
}
