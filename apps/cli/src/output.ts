/** What a command has to say: lines for people, or one JSON value for programs. */
export interface Output {
  json: unknown;
  lines: string[];
}

/** A command that has written its answer itself has neither. */
export function print(output: Output, isJson: boolean): void {
  if (isJson && output.json === undefined) return;
  process.stdout.write(isJson ? `${JSON.stringify(output.json)}\n` : output.lines.map((line) => `${line}\n`).join(''));
}

/** Columns as wide as their widest cell. */
export function table(rows: string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

export const exitCodes = { ok: 0, failed: 1, usage: 2, partly: 3 } as const;
