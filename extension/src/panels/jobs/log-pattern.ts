/** Returns what finds a text in lines, as the service does: in capital or small letters, and as it is; null without a text. */
export function searchPattern(text: string): RegExp | null {
  return text === '' ? null : new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
}
