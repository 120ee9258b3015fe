import { defineErrors } from 'carry-ml/errors';

/** Errors of the backup of a home. Their messages are printed on a terminal. */
export const upkeepErrors = {
  BackupExists: {
    status: 409,
    message: (p: { file: string }) =>
      `${p.file} already exists, and a backup replaces no file. Choose another name.`
  },
  BackupNotWritten: {
    status: 500,
    message: (p: { file: string; reason: string }) =>
      `The backup ${p.file} was not written (${p.reason}), and nothing of it is left. Choose a folder that exists, that you may write to and that has room.`
  },
  NothingToBackUp: {
    status: 404,
    message: (p: { home: string }) =>
      `There is no local workspace in ${p.home}. Set CARRY_HOME to the folder of its state.`
  },
  BackupMissing: {
    status: 404,
    message: (p: { file: string }) => `There is no file ${p.file}. Name a file of 'carry backup'.`
  },
  BackupDamaged: {
    status: 400,
    message: (p: { file: string; reason: string }) =>
      `${p.file} is not a whole backup of a local workspace (${p.reason}). Nothing was restored. Use another backup.`
  },
  HomeNotEmpty: {
    status: 409,
    message: (p: { home: string; sign: string }) =>
      `There is already a workspace in ${p.home} (${p.sign}), and a backup is restored only into an empty folder. Set CARRY_HOME to another folder, or move ${p.home} away.`
  },
  CertificatesUnusable: {
    status: 500,
    message: (p: { folder: string }) =>
      `The certificates in ${p.folder} are missing, damaged or about to expire. The next start issues them again.`
  },
  RunsWhileFixing: {
    status: 409,
    message: () =>
      "The local workspace runs, so nothing can be mended. Stop it with 'carry down' and try again."
  }
};

export const fail = defineErrors(upkeepErrors);
