/**
 * Asks once in a turn of the event loop, however many ask; again after a write of this process, so that nothing it has
 * acknowledged lies between the first and the last of them.
 */
export class OncePerTurn<T> {
  private answer: { value: T } | undefined;

  constructor(private readonly question: () => T) {}

  ask(): T {
    if (!this.answer) {
      this.answer = { value: this.question() };
      setImmediate(() => this.forget());
    }
    return this.answer.value;
  }

  forget(): void {
    this.answer = undefined;
  }
}
