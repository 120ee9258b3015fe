import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';

/** The thread of `Checkpoints`: runs a checkpoint for each message, and responds with an error or nothing. */
const db = new Database(workerData as string);

parentPort?.on('message', () => {
  try {
    // PASSIVE never waits for a reader or a writer, and never makes one wait.
    db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    parentPort?.postMessage(undefined);
  } catch (error) {
    parentPort?.postMessage(error instanceof Error ? error.message : String(error));
  }
});
