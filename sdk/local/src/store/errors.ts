import { defineErrors } from 'carry-ml/errors';

const restoreOrLeave = (home: string) =>
  `Nothing was changed. Restore a backup with 'carry restore FILE' into another folder (CARRY_HOME), or move ${home} away to start with an empty workspace.`;

/** Changes that contradict the stored state, which are Azure's `Conflict`, and a database that cannot be used. */
export const storeErrors = {
  DatabaseDamaged: {
    status: 500,
    message: (p: { path: string; home: string; reason: string }) =>
      `The database ${p.path} is damaged (${p.reason}). ${restoreOrLeave(p.home)}`
  },
  DatabaseLost: {
    status: 500,
    message: (p: { path: string; home: string; is: 'missing' | 'empty' | 'cut'; sign: string }) =>
      `The database ${p.path} is ${p.is}, but an earlier workspace has left ${p.sign}. ${restoreOrLeave(p.home)}`
  },
  DatabaseLogCut: {
    status: 500,
    message: (p: { path: string }) =>
      `The last changes of the workspace are lost: the database's log ${p.path} is missing, cut or damaged. Nothing was changed. Bring the file back, or restore a backup with 'carry restore FILE' into another folder (CARRY_HOME). To go on without those changes, run 'carry doctor --fix'; it keeps a copy of the log.`
  },
  DatabaseLogMissing: {
    status: 500,
    message: (p: { path: string; log: string }) =>
      `The last changes of the workspace may be lost: the server that used the database ${p.path} was killed, or still runs elsewhere, and the log ${p.log} is missing. Nothing was changed. If another program, such as sqlite3, has opened the database since, it has merged the log, and nothing is lost: run 'carry doctor --fix'. Otherwise bring the log back, or restore a backup with 'carry restore FILE' into another folder (CARRY_HOME); 'carry doctor --fix' goes on with what the database contains.`
  },
  DatabaseNewer: {
    status: 500,
    message: (p: { path: string; found: number; known: number }) =>
      `The database ${p.path} was written by a newer version of @carry-ml/local (schema ${p.found}; this version knows ${p.known}). Install the newer version, or set CARRY_HOME to another folder.`
  },
  SealedWithLostSecret: {
    code: 'Conflict',
    status: 409,
    message: (p: { place: string }) =>
      `The secrets of '${p.place}' were encrypted with a secret that this home no longer has. Delete it and create it again.`
  },
  ModelNameTaken: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string }) =>
      `A model named '${p.name}' already exists. Choose another name.`
  },
  ModelVersionTaken: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; version: string }) =>
      `Version '${p.version}' of model '${p.name}' already exists. Register the next one.`
  },
  ModelSourceFixed: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; version: string; source: string }) =>
      `Version '${p.version}' of model '${p.name}' is registered with the source '${p.source}', which cannot change. Register a new version.`
  }
};

export const fail = defineErrors(storeErrors);
