/**
 * Splits a shell line into its commands and these into words: quotes are removed, redirections left out, and the commands after `&&`,
 * `||`, `;`, `|` and line breaks are separate.
 *
 * @example shellCommands("pip install 'a<2' && rm x") // [['pip', 'install', 'a<2'], ['rm', 'x']]
 */
export function shellCommands(line: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (let rest = line; rest !== '';) {
    const [token = rest.charAt(0), kind] = nextToken(rest, word === undefined);
    if (kind === 'word') word = (word ?? '') + unquoted(token);
    else endWord();
    if (kind === 'separator') commands.push([]);
    rest = rest.slice(token.length);
  }
  endWord();
  return commands.filter(words => words.length > 0);
}

type Kind = 'separator' | 'space' | 'word';

function nextToken(text: string, startsWord: boolean): [string | undefined, Kind] {
  const match = (pattern: RegExp) => pattern.exec(text)?.[0];
  const redirection = startsWord ? match(/^\d?>>?\s*(&\d|[^\s&|;]+)/) : undefined;
  const space = redirection ?? match(/^([^\S\n]|\\\n)+/);
  if (space !== undefined) return [space, 'space'];
  const separator = match(/^(&&|\|\||[;|&\n])/);
  if (separator !== undefined) return [separator, 'separator'];
  return [match(/^('[^']*'|"(\\[\s\S]|[^"\\])*"|\\[\s\S]|[^\s'"&|;\\]+)/), 'word'];
}

function unquoted(token: string): string {
  if (token.startsWith("'") && token.length > 1) return token.slice(1, -1);
  if (token.startsWith('"') && token.length > 1)
    return token.slice(1, -1).replace(/\\(["\\$`])/g, '$1');
  return token.startsWith('\\') ? token.slice(1) : token;
}
