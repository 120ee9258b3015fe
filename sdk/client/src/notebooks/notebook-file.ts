/** The parts of nbformat 4 that are read. */
export interface NotebookFile {
  nbformat?: number;
  metadata?: {
    kernelspec?: { name?: string; language?: string };
    language_info?: { name?: string };
  };
  cells?: RawCell[];
}

export interface RawCell {
  cell_type?: string;
  source?: string | string[];
  metadata?: { tags?: unknown };
}
