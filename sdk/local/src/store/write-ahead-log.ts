import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { isMarkedOpen } from './open-mark.js';

/**
 * `whole`: it has every change that was committed. `merged`: it is damaged, but the database file has everything that was in it.
 * `cut`: committed changes are lost. `missing`: the log of a server that was killed is gone, and nothing says whether changes are lost.
 */
export type LogState = 'whole' | 'merged' | 'cut' | 'missing';

const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The first 32 bits of a log; the last bit says in which byte order its checksums are computed. */
const MAGIC = 0x377f0682;

/**
 * Compares a database's write-ahead log with the index that SQLite keeps beside it. SQLite itself would read a log that has been cut or
 * damaged up to the first wrong frame and ignore the rest without an error. The formats are those of https://sqlite.org/walformat.html.
 *
 * @returns its state, and `isReadable` when SQLite can use the part of the log that is there
 */
export function readLog(database: string): { state: LogState; isReadable: boolean } {
  const log = readIfExists(`${database}-wal`);
  const index = readIndex(`${database}-shm`);
  if (!index) {
    if (!existsSync(`${database}-wal`) && isMarkedOpen(database))
      return { state: 'missing', isReadable: false };
    const isReadable = log.length === 0 || readHeader(log) !== undefined;
    return { state: isReadable ? 'whole' : 'cut', isReadable };
  }
  const valid = index.frames === 0 ? 0 : validFrames(log, index);
  if (valid >= index.frames) return { state: 'whole', isReadable: true };
  // Frames that are older than the database file would bring back old pages beside newer ones.
  const isReadable = valid > 0 && valid >= index.merged;
  return { state: index.merged >= index.frames ? 'merged' : 'cut', isReadable };
}

interface LogIndex {
  /** Number of frames of the log that are committed. */
  frames: number;
  /** Number of these that were copied into the database file. */
  merged: number;
  /** Identifies this generation of the log. */
  salt: Buffer;
}

/** Reads the index; undefined when it is missing or inconsistent, as after a power cut. */
function readIndex(path: string): LogIndex | undefined {
  const bytes = readIfExists(path, 136);
  if (bytes.length < 136) return undefined;
  const header = bytes.subarray(0, 48);
  // SQLite writes the header twice, so that a reader notices a change under way.
  if (!header.equals(bytes.subarray(48, 96)) || header[12] !== 1) return undefined;
  const [a, b] = checksum(header.subarray(0, 40), true);
  if (a !== header.readUInt32LE(40) || b !== header.readUInt32LE(44)) return undefined;
  return {
    frames: header.readUInt32LE(16),
    merged: bytes.readUInt32LE(96),
    salt: header.subarray(32, 40)
  };
}

interface LogHeader {
  pageBytes: number;
  littleEndian: boolean;
  salt: Buffer;
  sums: [number, number];
}

function readHeader(log: Buffer): LogHeader | undefined {
  if (log.length < LOG_HEADER_BYTES) return undefined;
  const magic = log.readUInt32BE(0);
  if ((magic & 0xfffffffe) >>> 0 !== MAGIC) return undefined;
  const littleEndian = magic === MAGIC;
  const sums = checksum(log.subarray(0, 24), littleEndian);
  if (sums[0] !== log.readUInt32BE(24) || sums[1] !== log.readUInt32BE(28)) return undefined;
  return { pageBytes: log.readUInt32BE(8), littleEndian, salt: log.subarray(16, 24), sums };
}

/** Counts the frames from the start of the log whose checksums are right, up to the number that the index knows. */
function validFrames(log: Buffer, { frames, salt }: LogIndex): number {
  const header = readHeader(log);
  if (!header?.salt.equals(salt)) return 0;
  const frameBytes = FRAME_HEADER_BYTES + header.pageBytes;
  let sums = header.sums;
  for (let frame = 0; frame < frames; frame++) {
    const at = LOG_HEADER_BYTES + frame * frameBytes;
    if (at + frameBytes > log.length || !log.subarray(at + 8, at + 16).equals(salt)) return frame;
    sums = checksum(log.subarray(at, at + 8), header.littleEndian, sums);
    const page = log.subarray(at + FRAME_HEADER_BYTES, at + frameBytes);
    sums = checksum(page, header.littleEndian, sums);
    if (sums[0] !== log.readUInt32BE(at + 16) || sums[1] !== log.readUInt32BE(at + 20))
      return frame;
  }
  return frames;
}

/** SQLite's checksum of a multiple of eight bytes, continued from `start`. */
function checksum(
  bytes: Buffer,
  littleEndian: boolean,
  start: [number, number] = [0, 0]
): [number, number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [a, b] = start;
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + view.getUint32(at, littleEndian) + b) >>> 0;
    b = (b + view.getUint32(at + 4, littleEndian) + a) >>> 0;
  }
  return [a, b];
}

/** Reads a file, or its first bytes; a missing file is empty. */
function readIfExists(path: string, limit?: number): Buffer {
  try {
    if (limit === undefined) return readFileSync(path);
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(Math.min(limit, fstatSync(file).size));
      return bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
