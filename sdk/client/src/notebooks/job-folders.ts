/** The names of inputs and outputs of a job, whose paths its program gets as parameters of the same names. */
export interface JobFolders {
  inputs: readonly string[];
  outputs: readonly string[];
}

/** Returns an argument for each of them. The service replaces `path` in the command; what it inserts may contain blanks. */
export function folderArguments(
  folders: JobFolders,
  write: (name: string, path: string) => string
): string[] {
  return (['inputs', 'outputs'] as const).flatMap(kind =>
    folders[kind].map(name => write(name, `\${{${kind}.${name}}}`))
  );
}
