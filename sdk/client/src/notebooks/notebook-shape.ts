/** The fields without which the job cannot run a cell of nbformat 4. */
const CELL_FIELDS = ['cell_type', 'source', 'metadata'];

/**
 * Returns what has a wrong shape in the parsed content of a notebook of any nbformat, as the end of a sentence; undefined when every part
 * that is read here or by the job can be read.
 */
export function shapeFault(file: unknown): string | undefined {
  if (!isObject(file)) return `it is ${nameOf(file)} instead of a JSON object`;
  return metadataFault(file.metadata) ?? cellsFault(file);
}

function metadataFault(metadata: unknown): string | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  if (!isObject(metadata)) return `its metadata is ${nameOf(metadata)} instead of a JSON object`;
  for (const [part, fields] of Object.entries({
    kernelspec: ['name', 'language'],
    language_info: ['name']
  })) {
    const value = metadata[part];
    if (value === undefined || value === null) continue;
    if (!isObject(value)) return `its ${part} is ${nameOf(value)} instead of a JSON object`;
    const wrong = fields.find(field => !isMissing(value[field]) && !isText(value[field]));
    if (wrong) return `the ${wrong} of its ${part} is ${nameOf(value[wrong])} instead of a text`;
  }
  return undefined;
}

/** Before nbformat 4, cells are in worksheets. */
function cellsFault(file: Record<string, unknown>): string | undefined {
  if (!Array.isArray(file.worksheets) || 'cells' in file)
    return listFault(file.cells, 'its', CELL_FIELDS);
  for (const [index, sheet] of file.worksheets.entries()) {
    const place = `worksheet ${index + 1}`;
    if (!isObject(sheet)) return `its ${place} is ${nameOf(sheet)} instead of a JSON object`;
    const fault = sheet.cells === undefined ? undefined : listFault(sheet.cells, `${place}'s`, []);
    if (fault) return fault;
  }
  return undefined;
}

function listFault(cells: unknown, whose: string, needs: readonly string[]): string | undefined {
  if (cells === undefined) return 'it has no cells';
  if (!Array.isArray(cells)) return `${whose} cells are ${nameOf(cells)} instead of a list`;
  for (const [index, cell] of cells.entries()) {
    const fault = cellFault(cell, needs);
    const place =
      cells.length === 1 && whose === 'its'
        ? 'its only cell'
        : `cell ${index + 1} of ${whose} ${cells.length} cells`;
    if (fault) return `${place} ${fault}`;
  }
  return undefined;
}

function cellFault(cell: unknown, needs: readonly string[]): string | undefined {
  if (!isObject(cell)) return `is ${nameOf(cell)} instead of a JSON object`;
  const missing = needs.find(field => cell[field] === undefined);
  if (missing) return `has no ${missing}`;
  const wrong = (field: string, wanted: string) =>
    `has a ${field} that is ${nameOf(cell[field])} instead of ${wanted}`;
  const isWrong = (field: string, isRight: (value: unknown) => boolean) =>
    cell[field] !== undefined && !isRight(cell[field]);
  for (const field of ['cell_type', 'language'])
    if (isWrong(field, isText)) return wrong(field, 'a text');
  for (const field of ['source', 'input'])
    if (isWrong(field, value => isText(value) || isTexts(value)))
      return wrong(field, 'a text or a list of texts');
  if (isWrong('metadata', isObject)) return wrong('metadata', 'a JSON object');
  const { tags } = (cell.metadata ?? {}) as { tags?: unknown };
  if (tags !== undefined && !isTexts(tags))
    return `has tags that are ${nameOf(tags)} instead of a list of texts`;
  return undefined;
}

const isMissing = (value: unknown) => value === undefined || value === null;
const isText = (value: unknown) => typeof value === 'string';
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.every(isText) ? 'a list' : 'a list of other values';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'object' ? 'a JSON object' : `a ${typeof value}`;
}
