import { mkdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { fail } from './errors.js';

/** The folder that JupyterLab shows. Nothing outside of it is read or written for the page, by whatever link. */
export class LabRoot {
  private constructor(readonly folder: string) {}

  static async at(folder: string): Promise<LabRoot> {
    return new LabRoot(await realpath(folder));
  }

  /**
   * The absolute path of an existing file named by the page.
   *
   * @throws CarryError `PathOutsideRoot`, `NotebookNotFound`
   */
  async existing(path: string): Promise<string> {
    const wished = join(this.folder, path);
    if (path.includes('\0') || !this.holds(wished)) throw fail('PathOutsideRoot', { path });
    const real = await realpath(wished).catch((e: unknown) => {
      throw fail('NotebookNotFound', { path }, { cause: e });
    });
    if (!this.holds(real)) throw fail('PathOutsideRoot', { path });
    return real;
  }

  /** Makes a folder below the root, level by level, unless a link leads it astray. */
  async makeFolder(...names: string[]): Promise<string> {
    let folder = this.folder;
    for (const name of names) {
      const wished = join(folder, name);
      await mkdir(wished, { recursive: true });
      folder = await realpath(wished);
      if (!this.holds(folder)) throw fail('PathOutsideRoot', { path: names.join('/') });
    }
    return folder;
  }

  /** The path as the page knows it. */
  labPath(absolute: string): string {
    return relative(this.folder, absolute).split(sep).join('/');
  }

  private holds(absolute: string): boolean {
    const way = relative(this.folder, absolute);
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  }
}
