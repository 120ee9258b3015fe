import type { NotebookFile, RawCell } from './notebook-file.js';

/** The parts of nbformat 2 and 3 that differ: cells are in worksheets, and each names its language. */
interface OldNotebookFile {
  nbformat?: unknown;
  metadata?: NotebookFile['metadata'];
  worksheets?: { cells?: OldCell[] }[];
}

interface OldCell {
  cell_type?: string;
  input?: string | string[];
  source?: string | string[];
  language?: string;
  metadata?: RawCell['metadata'];
}

/** Returns a notebook of nbformat 2 or 3 as the job converts it to nbformat 4, and any other as it is. */
export function upgradeNotebook(file: NotebookFile): NotebookFile {
  const { nbformat, metadata, worksheets } = file as OldNotebookFile;
  if ((nbformat !== 2 && nbformat !== 3) || !Array.isArray(worksheets)) return file;
  const cells = worksheets.flatMap(sheet => sheet.cells ?? []);
  const language = cells.find(c => c.cell_type === 'code' && c.language)?.language ?? 'python';
  return {
    nbformat: 4,
    // Old notebooks name no kernel. Jupyter's own name of the Python kernel is the same everywhere.
    metadata: {
      ...metadata,
      kernelspec: metadata?.kernelspec ?? {
        name: language === 'python' ? 'python3' : language,
        language
      }
    },
    cells: cells.map(upgradeCell)
  };
}

function upgradeCell(cell: OldCell): RawCell {
  const isProse = cell.cell_type === 'heading' || cell.cell_type === 'html';
  return {
    cell_type: isProse ? 'markdown' : cell.cell_type,
    source: cell.input ?? cell.source,
    metadata: cell.metadata
  };
}
