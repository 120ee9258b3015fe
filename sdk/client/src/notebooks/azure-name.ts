/** True for a name that Azure ML accepts for an input, an output, a hyperparameter or an environment variable; shells accept the same. */
export function isAzureName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
