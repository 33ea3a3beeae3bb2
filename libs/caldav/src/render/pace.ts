/** How long one answer may keep the event loop to itself. */
const longest = 8;

/** Tells when work has gone on for so long that others should have their turn. */
export class Pace {
  private begun = performance.now();

  isOver(): boolean {
    return performance.now() - this.begun > longest;
  }

  begin(): void {
    this.begun = performance.now();
  }
}
