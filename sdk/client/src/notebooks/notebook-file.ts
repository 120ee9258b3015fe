/** The parts of nbformat 4 that are read. */
export interface NotebookFile {
  nbformat?: unknown;
  metadata?: {
    kernelspec?: { name?: string | null; language?: string | null } | null;
    language_info?: { name?: string | null } | null;
  } | null;
  cells?: RawCell[];
}

export interface RawCell {
  cell_type?: string;
  source?: string | string[];
  metadata?: { tags?: string[] };
}
