import { fieldsOf, listOf, textOf } from '../../service/wire/fields.js';

/**
 * Returns an executed notebook as lines to compare: the source of each cell, and the texts that it has put out. An image or a page is
 * a line that names its kind. Counts, ids and metadata, which differ in every run, are left out.
 *
 * @throws SyntaxError for a text that is not JSON
 */
export function notebookText(notebook: string): string {
  const cells = listOf(fieldsOf(JSON.parse(notebook)).cells, fieldsOf);
  return cells
    .map(({ cell_type: type, source, outputs }, i) => {
      const put = listOf(outputs, outputText).join('');
      return `── ${textOf(type)} ${i + 1} ──\n${lines(source)}${put === '' ? '' : `── output ──\n${put}`}`;
    })
    .join('\n');
}

function outputText(value: unknown): string {
  const { text, data, ename, evalue } = fieldsOf(value);
  if (text !== undefined) return lines(text);
  if (ename !== undefined) return `${textOf(ename)}: ${textOf(evalue)}\n`;
  const formats = fieldsOf(data);
  const others = Object.keys(formats).filter(format => format !== 'text/plain');
  const pictures = others.filter(format => format.startsWith('image/'));
  return pictures.length > 0
    ? pictures.map(format => `[${format}]\n`).join('')
    : lines(formats['text/plain']) || others.map(format => `[${format}]\n`).join('');
}

/** A text of a notebook file is one string or a list of them; it ends with a line break unless it is empty. */
function lines(value: unknown): string {
  const text = Array.isArray(value) ? value.map(textOf).join('') : textOf(value);
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
