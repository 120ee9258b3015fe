import type { ComparedRun, Comparison } from '@carry-ml/bridge';
import { readError } from './event-wire.js';
import { fieldsOf, listOf, textOf } from './fields.js';
import { readDetail, readValue } from './job-wire.js';

/** Reads runs beside each other. */
export function readComparison(value: unknown): Comparison {
  return {
    runs: listOf(fieldsOf(value).runs, item => {
      const { name, run, error } = fieldsOf(item);
      if (textOf(name) === '') return null;
      return { name: textOf(name), run: readComparedRun(run), error: readError(error) };
    })
  };
}

function readComparedRun(value: unknown): ComparedRun | null {
  const detail = readDetail(value);
  if (!detail) return null;
  const { user, environment, kernel, commit, isDeleted, tags, latest } = fieldsOf(value);
  return {
    ...detail,
    user: textOf(user),
    environment: textOf(environment),
    kernel: textOf(kernel),
    commit: textOf(commit),
    isDeleted: isDeleted === true,
    tags: listOf(tags, item => {
      const tag = fieldsOf(item);
      return { name: textOf(tag.name), value: textOf(tag.value) };
    }),
    latest: listOf(latest, item => {
      const { key, step, value: content } = fieldsOf(item);
      const isStep = typeof step === 'number' && Number.isFinite(step);
      return { key: textOf(key), step: isStep ? step : 0, value: readValue(content) };
    })
  };
}
