import { mkdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { defineErrors } from 'carry-ml/errors';
import { notebookErrors } from 'carry-ml/notebooks';
import { fail } from './errors.js';

const failNotebook = defineErrors(notebookErrors);

/** The folder that JupyterLab shows. The page can neither read nor write outside of it, not even through a link. */
export class LabRoot {
  private constructor(readonly folder: string) {}

  static async at(folder: string): Promise<LabRoot> {
    return new LabRoot(await realpath(folder));
  }

  /**
   * Returns the absolute path of an existing notebook, given its path in the page.
   *
   * @throws CarryError `PathOutsideRoot`, `NotebookNotFound`
   */
  async existing(path: string): Promise<string> {
    const wanted = join(this.folder, path);
    if (path.includes('\0') || !this.contains(wanted)) throw fail('PathOutsideRoot', { path });
    const real = await realpath(wanted).catch((e: unknown) => {
      throw failNotebook('NotebookNotFound', { path, folder: this.folder }, { cause: e });
    });
    if (!this.contains(real)) throw fail('PathOutsideRoot', { path });
    return real;
  }

  /** Creates a folder below the root, level by level; refuses one that a link would place outside. */
  async makeFolder(...names: string[]): Promise<string> {
    let folder = this.folder;
    for (const name of names) {
      const wanted = join(folder, name);
      await mkdir(wanted).catch(async (error: unknown) => {
        if (!(await stat(wanted)).isDirectory()) throw error;
      });
      folder = await realpath(wanted);
      if (!this.contains(folder)) throw fail('PathOutsideRoot', { path: names.join('/') });
    }
    return folder;
  }

  /** Returns a path relative to the root, with forward slashes, as the page uses it. */
  labPath(absolute: string): string {
    return relative(this.folder, absolute).split(sep).join('/');
  }

  private contains(absolute: string): boolean {
    const path = relative(this.folder, absolute);
    return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
  }
}
