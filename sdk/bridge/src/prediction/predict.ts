import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelInput, Workspace } from 'carry-ml';
import type { PredictionResult } from '../api.js';
import { fail } from '../errors.js';
import { adderArguments } from './adder-command.js';
import { runBounded, type ProcessEnd } from './bounded-process.js';
import { predictionForm } from './prediction-form.js';
import { labPython, mlflowArguments } from './python-command.js';

const TIMEOUT_MS = 60_000;
const MAX_MODEL_BYTES = 500_000_000;
const MAX_RESULT_BYTES = 1_000_000;

/** What a prediction needs. */
export interface PredictionTask {
  ws: Workspace;
  model: { name: string; version: string };
  /** The values by the names of the inputs; that of a sum is named `sum`. */
  values: Readonly<Record<string, unknown>>;
  labFolder: string;
  /** Ends it. */
  signal: AbortSignal;
}

/**
 * Runs a model once, in a process of its own, on the machine of JupyterLab.
 *
 * @throws CarryError `PredictionUnsupported`, `ModelTooLarge`, `PredictionFailed`, `PredictionEnded`, `AdderMissing`
 */
export async function predict(task: PredictionTask): Promise<PredictionResult> {
  try {
    return await predictOnce(task);
  } catch (error) {
    // Whatever it interrupts, a request or the process, fails with an error of its own.
    throw task.signal.aborted ? cancelled() : error;
  }
}

async function predictOnce(task: PredictionTask): Promise<PredictionResult> {
  const { ws, signal } = task;
  const { name, version } = task.model;
  const files = await (await ws.models.files(name, version, { signal })).list();
  const form = await predictionForm(ws, task.model, files);
  if (!form) throw fail('PredictionUnsupported', { name, version });
  const bytes = files.reduce((sum, { size = 0 }) => sum + size, 0);
  if (bytes > MAX_MODEL_BYTES) {
    const megabytes = MAX_MODEL_BYTES / 1_000_000;
    throw fail('ModelTooLarge', { name, version, megabytes });
  }
  const folder = await mkdtemp(join(tmpdir(), 'carry-prediction-'));
  try {
    const model = join(folder, 'model');
    await ws.models.download(name, version, model, { signal });
    const startedAt = performance.now();
    const found =
      form.kind === 'sum'
        ? await addedBy(model, folder, task)
        : await predictedBy(model, folder, task, form.inputs);
    return { ...found, seconds: (performance.now() - startedAt) / 1000 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Found = Pick<PredictionResult, 'text' | 'confidence'>;

async function addedBy(model: string, folder: string, task: PredictionTask): Promise<Found> {
  const { sum } = task.values;
  const args = adderArguments(model, typeof sum === 'string' ? sum : '', task.labFolder);
  const { stdout } = await finished(process.execPath, args, folder, task.signal);
  const { answer, confidence } = JSON.parse(stdout) as { answer: string; confidence: number };
  return { text: answer, confidence };
}

async function predictedBy(
  model: string,
  folder: string,
  task: PredictionTask,
  inputs: readonly ModelInput[]
): Promise<Found> {
  const { args, output } = await mlflowArguments(model, folder, inputs, task.values);
  await finished(labPython(), args, folder, task.signal);
  const response = await readFile(output, 'utf8');
  if (response.length > MAX_RESULT_BYTES) throw tooLong();
  const { predictions } = JSON.parse(response) as { predictions: unknown };
  return { text: JSON.stringify(predictions, null, 2), confidence: null };
}

/** Runs a program, and throws unless it ended well. */
async function finished(
  command: string,
  args: readonly string[],
  cwd: string,
  signal: AbortSignal
): Promise<ProcessEnd> {
  const bounds = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_RESULT_BYTES };
  const end = await runBounded({ command, args, cwd, signal, ...bounds });
  switch (end.endedBy) {
    case 'timeout':
      throw fail('PredictionEnded', { reason: `it took more than ${TIMEOUT_MS / 1000} seconds` });
    case 'size':
      throw tooLong();
    case 'signal':
      throw cancelled();
    default:
      if (end.status === 0) return end;
      throw fail('PredictionFailed', { reason: reasonIn(end.stderr, command) });
  }
}

function cancelled() {
  return fail('PredictionEnded', { reason: 'it was cancelled' });
}

function tooLong() {
  const reason = `its result has more than ${MAX_RESULT_BYTES / 1_000_000} MB`;
  return fail('PredictionEnded', { reason });
}

/** Returns the sentence of an error, without the name of its class and the full stop: Node prints it above the stack, Python below. */
function reasonIn(stderr: string, command: string): string {
  if (/No module named '?mlflow/.test(stderr)) {
    return `${command} has no mlflow. Install it with '${command} -m pip install mlflow'`;
  }
  const lines = stderr.split('\n').filter(line => line.trim() !== '');
  const line =
    (command === process.execPath ? lines.find(one => /^\w*Error\b/.test(one)) : lines.at(-1)) ??
    'it printed no reason';
  return line
    .trim()
    .replace(/^[\w.]+(?: \[\w+\])?: /, '')
    .replace(/\.$/, '');
}
