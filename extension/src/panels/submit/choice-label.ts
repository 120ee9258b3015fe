/** Returns the label of a choice, which is JSON. A text is shown without its quotes, unless they tell it from another value, such as `"1"` from `1`. */
export function choiceLabel(choice: string): string {
  const value: unknown = JSON.parse(choice);
  return typeof value === 'string' && /^[A-Za-z_][^"]*$/.test(value) && !isWord(value)
    ? value
    : choice;
}

function isWord(text: string): boolean {
  return /^(?:true|false|null)$/.test(text);
}
