import { describe, expect, it } from 'vitest';
import { differences, LANGUAGES, readLanguage } from './language.mjs';
import { shownStrings } from './strings.mjs';

const strings = shownStrings();
const places = text => (text.match(/%\d/g) ?? []).sort();

describe('the strings of the sidebar', () => {
  it('are found in its sources, with their plurals', () => {
    expect(strings.get('Submit')).toBeNull();
    expect(strings.get('%1 file')).toBe('%1 files');
    expect(strings.size).toBeGreaterThan(300);
  });
});

describe.each(LANGUAGES)('the translation %s', language => {
  const { head, texts } = readLanguage(language);

  it('has the head that JupyterLab needs', () => {
    expect(head).toMatchObject({
      domain: 'jupyterlab_carry',
      language: language.replace('_', '-'),
      plural_forms: expect.stringMatching(/^nplurals=\d; plural=/)
    });
  });

  it('has every string, and no other: `npm run translations` adds and removes them', () => {
    expect(differences(strings, texts)).toEqual({ missing: [], unused: [] });
  });

  it('has the values of every string', () => {
    for (const [text, plural] of strings) {
      const [one = '', many = one] = texts[text] ?? [];
      expect([text, places(many)]).toEqual([text, places(plural ?? text)]);
      // The singular may say its number in words.
      for (const place of places(one))
        expect([text, places(plural ?? text)]).toEqual([text, expect.arrayContaining([place])]);
    }
  });
});

describe('differences', () => {
  it('name what is missing, empty or without its plural, and what is unused', () => {
    const shown = new Map([
      ['a', null],
      ['b', null],
      ['c', 'cs'],
      ['d', 'ds']
    ]);
    const texts = { a: ['A'], b: [' '], c: ['C'], d: ['D', 'Ds'], e: ['E'] };
    expect(differences(shown, texts)).toEqual({ missing: ['b', 'c'], unused: ['e'] });
  });
});
