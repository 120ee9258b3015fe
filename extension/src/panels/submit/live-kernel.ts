import type { ISessionContext } from '@jupyterlab/apputils';

/** The kernel that a notebook runs on, as its kernelspec describes it. */
export interface LiveKernel {
  name: string;
  displayName: string;
  language: string;
}

/** Returns the kernel of a session; null for “No Kernel”, `starting` while the session is being created. */
export function liveKernel(context: ISessionContext): LiveKernel | 'starting' | null {
  const name = context.session?.kernel?.name;
  if (name === undefined) return context.hasNoKernel ? null : 'starting';
  const spec = context.specsManager.specs?.kernelspecs[name];
  return { name, displayName: spec?.display_name ?? name, language: spec?.language ?? '' };
}

/** The kernelspec of a notebook's metadata. */
export interface KernelSpecMetadata {
  name: string;
  display_name: string;
  language?: string;
}

/** Returns the metadata that names a kernel, as JupyterLab writes it. */
export function kernelSpecOf({ name, displayName, language }: LiveKernel): KernelSpecMetadata {
  return { name, display_name: displayName, ...(language !== '' && { language }) };
}

/** Returns a kernel that a session has; null while it is being created. */
export function runningKernel(kernel: LiveKernel | 'starting' | null): LiveKernel | null {
  return kernel === 'starting' ? null : kernel;
}
