import type { CarryError } from '../errors/index.js';
import { failBySystem } from './errors.js';

interface Refusal {
  reason: string;
  advice: string;
}

const noRoom = 'Free some space';
const noRight = 'Give yourself access, or choose another place';
const noFiles = "Close programs, or raise the limit with 'ulimit -n'";

/** What Node's codes say about a file or a folder, and what helps. */
const refusals: Readonly<Record<string, Refusal>> = {
  ENOSPC: { reason: 'the disk is full', advice: noRoom },
  EDQUOT: { reason: 'your disk quota is used up', advice: noRoom },
  EFBIG: { reason: 'the file is larger than this system permits', advice: 'Choose another disk' },
  EACCES: { reason: 'you have no permission', advice: noRight },
  EPERM: { reason: 'the system does not permit it', advice: noRight },
  EROFS: { reason: 'its disk is read-only', advice: 'Choose another place' },
  EMFILE: { reason: 'this program has too many files open', advice: noFiles },
  ENFILE: { reason: 'all programs together have too many files open', advice: noFiles },
  EIO: { reason: 'the disk reported an error', advice: 'Check the disk' },
  ENAMETOOLONG: { reason: 'the name is too long', advice: 'Choose a shorter path' }
};

/** Turns a refusal of the operating system, such as a full disk, into an error with a sentence; undefined for any other. */
export function systemError(error: unknown): CarryError | undefined {
  const { code = '', path } = error as NodeJS.ErrnoException;
  const refusal = error instanceof Error && Object.hasOwn(refusals, code) && refusals[code];
  return refusal
    ? failBySystem('SystemRefused', { path, ...refusal }, { target: path, cause: error })
    : undefined;
}
