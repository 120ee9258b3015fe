import { basename, isAbsolute, join, normalize, relative } from 'node:path/posix';
import type { ContextFiles } from './environment-request.js';

/** The files of an image, as far as they come from the build context or are written in the Dockerfile itself. */
export class ImageFiles {
  folder = '/';
  /** Files and folders of the context by their path in the image. */
  private readonly copies: { from: string; to: string }[] = [];
  private readonly written = new Map<string, string>();

  constructor(private readonly context: ContextFiles) {}

  /** Changes the folder of the following instructions. */
  enter(folder: string): void {
    this.folder = join(this.folder, folder);
  }

  /** Copies files of the context. */
  copy(paths: readonly string[], target: string): void {
    for (const from of paths) {
      const to = isAbsolute(target) ? target : join(this.folder, target);
      const isFolder = /(^|\/)\.?$/.test(target) || paths.length > 1;
      this.copies.push({
        from,
        to: normalize(isFolder && isFile(from) ? join(to, basename(from)) : to)
      });
    }
  }

  write(path: string, text: string, { isAppended = false } = {}): void {
    const at = this.absolute(path);
    this.written.set(at, (isAppended ? (this.written.get(at) ?? '') : '') + text);
  }

  /** What a command of the image reads. */
  readonly place: { files: ContextFiles; folder: string } = {
    folder: '.',
    files: {
      read: path =>
        this.written.get(this.absolute(path)) ??
        this.context.read(this.inContext(path)) ??
        this.context.read(basename(path)),
      locate: path => this.context.locate(this.inContext(path))
    }
  };

  private inContext(path: string): string {
    return this.source(path) ?? path.replace(/^\/+/, '');
  }

  /** The path in the context of a file of the image. */
  private source(path: string): string | undefined {
    const wanted = this.absolute(path);
    for (const { from, to } of [...this.copies].reverse()) {
      if (to === wanted) return from;
      const inside = relative(to, wanted);
      if (inside && !inside.startsWith('..') && !isFile(from)) return join(from, inside);
    }
    return undefined;
  }

  private absolute(path: string): string {
    return isAbsolute(path) ? normalize(path) : join(this.folder, path);
  }
}

function isFile(path: string): boolean {
  return /\.\w+$/.test(path);
}
