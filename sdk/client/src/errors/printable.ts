/**
 * Characters that change more than their own place on a screen: control characters, line and paragraph separators, and
 * the bidirectional controls that reorder the text around them.
 */
const harmful = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const shortForms: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Escapes control characters as JSON does, so that a text of unknown origin stays one line and changes nothing around
 * it when it is displayed.
 *
 * @example printable('a\nb'); // 'a\\nb'
 */
export function printable(text: string): string {
  return text.replace(harmful, escaped);
}

function escaped(character: string): string {
  return shortForms[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
