import { differences, LANGUAGES, readLanguage, writeLanguage } from './language.mjs';

// `npm run translations`: adds the texts that a translation lacks, with nothing in place of the translation, and removes those that the
// sidebar no longer shows.

// It needs an installed package, which `npm run setup` installs.
const { shownStrings } = await import('./strings.mjs');
const strings = shownStrings();
for (const language of LANGUAGES) {
  const { head, texts } = readLanguage(language);
  const { missing, unused } = differences(strings, texts);
  const kept = Object.entries(texts).filter(([text]) => strings.has(text));
  const added = missing.map(text => [text, strings.get(text) === null ? [''] : ['', '']]);
  writeLanguage(language, { head, texts: Object.fromEntries([...kept, ...added]) });
  process.stdout.write(`${language}: ${missing.length} to translate, ${unused.length} removed\n`);
}
