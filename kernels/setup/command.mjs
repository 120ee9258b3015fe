import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Failure, Offline } from './failure.mjs';
import { binOf, inRoot, root, venv } from './places.mjs';

/** The log of the set-up's commands. */
const setupLog = path.join(venv, 'setup.log');

const offline =
  /ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ECONNREFUSED|dns error|client error \(Connect\)|Temporary failure in name resolution|Could not resolve|NewConnectionError|Failed to establish a new connection|Network is unreachable/;
const full = /ENOSPC|No space left on device/;

/** The environment of child processes: the caller's, with the programs of Node and Python packages first on the PATH. */
export function environment(extra = {}) {
  const name = Object.keys(process.env).find(key => key.toUpperCase() === 'PATH') ?? 'PATH';
  const programs = [binOf(venv), inRoot('node_modules', '.bin'), path.dirname(process.execPath)];
  const PATH = [...programs, process.env[name]].filter(Boolean).join(path.delimiter);
  return { ...process.env, [name]: PATH, ...extra };
}

/**
 * Runs a program to its end. Its output goes only to the log.
 *
 * @param {string} what The action, for the message of a failure: "Installing the Node packages".
 * @param {string[]} argv
 * @returns {Promise<string>} its output
 */
export async function run(what, argv, { cwd = root, env = {}, log = setupLog } = {}) {
  mkdirSync(path.dirname(log), { recursive: true });
  appendFileSync(log, `\n$ ${argv.join(' ')}\n`);
  const { code, output } = await finished(argv, { cwd, env: environment(env), log });
  if (code === 0) return output;
  const Reason = offline.test(output) ? Offline : Failure;
  throw new Reason(sentence(what, argv, code, output), log);
}

/** Runs a program to its end and returns its exit code and output. */
export function finished([program, ...args], { cwd = root, env = process.env, log } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // Windows starts npm.cmd through its shell only.
      shell: process.platform === 'win32' && /\.cmd$/.test(program)
    });
    const parts = [];
    const collect = part => {
      parts.push(part);
      if (log) appendFileSync(log, part);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', error => {
      if (error.code === 'ENOENT') resolve({ code: 127, output: `${program}: not found\n` });
      else reject(error);
    });
    child.once('close', (code, signal) => {
      const output = Buffer.concat(parts).toString('utf8');
      resolve({ code: code ?? signal ?? 1, output });
    });
  });
}

function sentence(what, [program], code, output) {
  if (offline.test(output))
    return `${what} failed: the network or the package server cannot be reached. Check the connection (and the proxy variables, if you use a proxy), then run the same command again; completed steps are not repeated.`;
  if (full.test(output))
    return `${what} failed: the disk is full. Free about 3 GB, then run the same command again.`;
  if (code === 127) return `${what} failed: the program '${program}' was not found.`;
  return `${what} failed (exit code ${code}): ${errorLine(output)}`;
}

/** Returns the first line that mentions an error, else the last one: npm ends with advice, compilers with details. */
function errorLine(output) {
  const lines = output
    .split('\n')
    .map(line => line.replace(/^npm (error|notice|warn)\s*/, '').trim());
  const mention = lines.find(line => /\berror\b|cannot|can only|not found/i.test(line));
  return mention ?? lines.filter(Boolean).at(-1) ?? 'it printed nothing.';
}
