/** Content lines as they stand, folds and line ends included (CRLF, LF or CR). */
export function* foldedLines(text: string): Generator<string> {
  for (const [line] of text.matchAll(/[^\r\n]*(?:(?:\r\n?|\n)[ \t][^\r\n]*)*(?:\r\n?|\n|$)/g)) {
    if (line !== '') yield line;
  }
}

/** A line, or its beginning, without its folds and its end. */
export function unfolded(line: string, length = line.length): string {
  return line
    .slice(0, length)
    .replaceAll(/(?:\r\n?|\n)[ \t]/g, '')
    .replace(/[\r\n]+$/, '');
}

/** `BEGIN:` and `END:` lines: which of both, and the component's name in upper case. */
export function boundaryOf(line: string): { isBegin: boolean; name: string } | null {
  const match = /^(BEGIN|END):(.*)$/is.exec(unfolded(line, 300));
  return match && { isBegin: match[1]!.length === 5, name: match[2]!.trim().toUpperCase() };
}
