/** Returns whether an import failed because the package itself is not installed, rather than one of its dependencies. */
export function isPackageMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${name}'`);
}
