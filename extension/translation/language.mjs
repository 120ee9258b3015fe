import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The languages that the sidebar is translated into. */
export const LANGUAGES = ['de_DE'];

/** The translation of one language, in the form in which JupyterLab's server sends it to the page. */
const fileOf = language =>
  fileURLToPath(
    new URL(
      `../jupyterlab_carry/locale/${language}/LC_MESSAGES/jupyterlab_carry.json`,
      import.meta.url
    )
  );

/**
 * Reads the translation of a language: its head, and each text with its translations, one or one for each plural form.
 *
 * @returns {{ head: object, texts: Record<string, string[]> }}
 */
export function readLanguage(language) {
  const { '': head, ...texts } = JSON.parse(readFileSync(fileOf(language), 'utf8'));
  return { head, texts };
}

/** Writes a translation, sorted, with a line for each text, as translators compare versions. */
export function writeLanguage(language, { head, texts }) {
  const sorted = Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = [['', head], ...sorted].map(
    ([text, content]) => `  ${JSON.stringify(text)}: ${JSON.stringify(content)}`
  );
  writeFileSync(fileOf(language), `{\n${lines.join(',\n')}\n}\n`);
}

/**
 * Compares a translation with the strings that the sidebar shows.
 *
 * @param {Map<string, string | null>} strings the texts with their plurals
 * @param {Record<string, string[]>} texts the translations
 */
export function differences(strings, texts) {
  const isTranslated = (text, plural) => {
    const found = texts[text] ?? [];
    return found.length === (plural === null ? 1 : 2) && found.every(one => one.trim() !== '');
  };
  const shown = [...strings];
  return {
    missing: shown.filter(([text, plural]) => !isTranslated(text, plural)).map(([text]) => text),
    unused: Object.keys(texts).filter(text => !strings.has(text))
  };
}
