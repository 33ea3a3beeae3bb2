/** Free text as v2 and v3 read it: words are ANDed, "two words" is a phrase, -word excludes; case-insensitive. */
export function parseTextQuery(text: string): { words: string[]; excludedWords: string[] } {
  const words: string[] = [];
  const excludedWords: string[] = [];
  for (const match of text.toLowerCase().matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)) {
    const word = (match[2] ?? match[3] ?? '').replaceAll('"', '').trim();
    if (word) (match[1] ? excludedWords : words).push(word);
  }
  return { words: words.slice(0, 32), excludedWords: excludedWords.slice(0, 32) };
}
