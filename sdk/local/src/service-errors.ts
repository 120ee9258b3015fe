import { defineErrors } from 'carry-ml/errors';

/** How the line begins with which a server says why it does not start. */
export const START_FAILED = 'The local workspace cannot start: ';

/** Errors of starting, stopping and calling the server as a process. Their messages are printed on a terminal. */
export const serviceErrors = {
  UnknownServerOption: {
    status: 400,
    message: (p: { option: string }) =>
      `carry-local has no option '${p.option}'. Run 'carry-local --help' to list its options.`
  },
  HomeInUse: {
    status: 409,
    message: (p: { home: string }) =>
      `Another local workspace already runs on ${p.home}. Use it, or stop it with 'carry down'.`
  },
  HomeUnusable: {
    status: 500,
    message: (p: { home: string; reason: string }) =>
      `The local workspace cannot keep its state in '${p.home}' (${p.reason}). Set CARRY_HOME to a folder that you may write to, or that does not exist yet.`
  },
  HomeEntryMisplaced: {
    status: 500,
    message: (p: { path: string; content: string; kind: 'file' | 'folder' | 'link' }) =>
      `The local workspace keeps ${p.content} in ${p.path}, which must be a ${p.kind} and is something else. Move it away and start again.`
  },
  HomeLinkDangling: {
    status: 500,
    message: (p: { path: string; content: string; target: string }) =>
      `The local workspace keeps ${p.content} in ${p.path}, a link to ${p.target}, where nothing is. Nothing was changed. Bring back what it leads to (mount its disk, if it has one of its own), or remove the link.`
  },
  BlobsLost: {
    status: 500,
    message: (p: { blobs: string }) =>
      `The folder ${p.blobs} is empty, but the database lists jobs and blobs whose content was in it. Nothing was changed. Bring the folder back (mount its disk, if it has one of its own), or restore a backup with 'carry restore FILE' into another folder (CARRY_HOME). To go on without the content, run 'carry doctor --fix'.`
  },
  ServerStartFailed: {
    status: 500,
    message: (p: { reason: string }) => `${START_FAILED}${p.reason}`
  },
  DependencyMissing: {
    status: 424,
    message: (p: { reason: string }) =>
      `A package that the local workspace needs is missing or was built for another system (${p.reason}). Run 'npm install @carry-ml/local' again, without '--omit=optional'.`
  },
  LocalWorkspaceFailed: {
    status: 500,
    message: (p: { reason: string; log: string }) =>
      `The local workspace did not start: ${p.reason} Its log is ${p.log}.`
  },
  LocalWorkspaceTimedOut: {
    code: 'LocalWorkspaceFailed',
    status: 500,
    message: (p: { seconds: number; log: string }) =>
      `The local workspace did not start: it sent no response within ${p.seconds} seconds. Its log is ${p.log}.`
  },
  LocalWorkspaceExited: {
    code: 'LocalWorkspaceFailed',
    status: 500,
    message: (p: { exitCode: number | null; said: string; log: string }) =>
      `The local workspace did not start: it ended with exit code ${p.exitCode ?? 'none'}. ${p.said ? `${p.said} ` : ''}Its log is ${p.log}.`
  },
  LocalWorkspaceSilent: {
    code: 'LocalWorkspaceFailed',
    status: 500,
    message: (p: { seconds: number; home: string; log: string }) =>
      `A local workspace already runs on ${p.home}, but did not respond within ${p.seconds} seconds. End its process (it has ${p.home} open), then try again. Its log is ${p.log}.`
  },
  LocalWorkspaceRefused: {
    code: 'LocalWorkspaceFailed',
    status: 500,
    message: (p: { reason: string }) => `The local workspace did not start: ${p.reason}`
  },
  LocalWorkspaceUnresponsive: {
    status: 503,
    message: (p: { pid: number; log: string }) =>
      `The local workspace runs (process ${p.pid}) but does not respond. It may be stopped or busy: try again later, or end it with 'carry down'; running jobs continue. Its log is ${p.log}.`
  },
  LocalWorkspaceStuck: {
    status: 500,
    message: (p: { pid: number }) =>
      `The local workspace (process ${p.pid}) did not end. End that process, then try again.`
  },
  SignInRefused: {
    status: 500,
    message: (p: { status: number; log: string }) =>
      `The local workspace issued no ticket for a browser (it responded with ${p.status}). If an earlier version started it, run 'carry down' and try again. Its log is ${p.log}.`
  }
};

export const fail = defineErrors(serviceErrors);
