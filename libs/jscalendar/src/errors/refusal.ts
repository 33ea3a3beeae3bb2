/** What was refused before it came here, in the interface's own form. */
export function refusal(status: number, message: string): { type: string; body: string } {
  return { type: 'application/json; charset=utf-8', body: JSON.stringify({ error: status, message }) };
}
