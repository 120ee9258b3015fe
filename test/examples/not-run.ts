import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Returns why a job is created but not followed by default: its environment would download PyTorch, which PyPI has only with CUDA on
 * Linux. A place with a build for CPUs, named by one of uv's variables, lifts this.
 */
export function notRun(text: string, folder: string): string | undefined {
  const { UV_FIND_LINKS, UV_TORCH_BACKEND, UV_CONSTRAINT, UV_OVERRIDE } = process.env;
  if (UV_FIND_LINKS ?? UV_TORCH_BACKEND ?? UV_CONSTRAINT ?? UV_OVERRIDE) return undefined;
  if (!textsOf(text, folder).some(each => /torch/i.test(withoutComments(each)))) return undefined;
  return 'Its environment asks for PyTorch, whose packages on PyPI are 3 GB with CUDA; a build for CPUs can be named with UV_FIND_LINKS.';
}

/** The text of a file and of the components, conda files, requirements and Dockerfiles that it names, directly or not. */
function textsOf(text: string, folder: string, seen = new Set<string>()): string[] {
  const named = [...text.matchAll(/\.{0,2}[\w./-]+\.(ya?ml|txt)\b/g)].map(match => match[0]);
  const dockerfiles = [...text.matchAll(/path: *["']?(\.{0,2}[\w./-]+)/g)].map(match =>
    join(match[1]!, 'Dockerfile')
  );
  const files = [...named, ...dockerfiles]
    .map(name => join(folder, name))
    .filter(path => !seen.has(path) && existsSync(path) && seen.add(path));
  return [text, ...files.flatMap(path => textsOf(readFileSync(path, 'utf8'), dirname(path), seen))];
}

/** A distribution of type PyTorch is a way to start processes, not a package. */
function withoutComments(text: string): string {
  return text.replace(/#.*$/gm, '').replace(/type: *["']?pytorch/gi, '');
}
