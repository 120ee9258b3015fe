import type { Artifact } from '@carry-ml/bridge';

/** Keeps the characters that a model name may have: letters, digits, `-` and `_`. */
export function modelName(displayName: string): string {
  return displayName.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|(?<!-)-+$/g, '');
}

/** Returns every folder and file; folders first, since a model is usually a folder. */
export function registrable(files: Artifact[]): string[] {
  const folders = new Set<string>();
  for (const { path } of files) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      folders.add(parts.slice(0, depth).join('/'));
    }
  }
  return [...[...folders].sort(), ...files.map(({ path }) => path)];
}

/** Guesses which folder is the model: one that MLflow wrote, or one with `model` in its name. */
export function likelyModel(choices: string[]): string {
  const mlflow = choices.find(path => path.endsWith('/MLmodel'))?.replace(/\/MLmodel$/, '');
  const named = choices.find(path => /model/i.test(path.slice(path.lastIndexOf('/') + 1)));
  return mlflow ?? named ?? '';
}
