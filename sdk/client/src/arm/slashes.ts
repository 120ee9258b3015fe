/**
 * Removes the slashes at the end of a path or URI.
 *
 * @example
 * withoutTrailingSlashes('azureml://datastores/store/paths/data//'); // 'azureml://datastores/store/paths/data'
 */
export function withoutTrailingSlashes(path: string): string {
  // Without the lookbehind, the time would be quadratic in the number of slashes in the middle.
  return path.replace(/(?<!\/)\/+$/, '');
}

/**
 * Removes the slashes at both ends of a path.
 *
 * @example
 * withoutOuterSlashes('/model/data/'); // 'model/data'
 */
export function withoutOuterSlashes(path: string): string {
  return path.replace(/^\/+|(?<!\/)\/+$/g, '');
}
