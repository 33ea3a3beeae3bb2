/** Bounds the work of one call: rules that never match end here. */
export class Budget {
  isSpent = false;

  constructor(private left: number) {}

  /** Takes one step; false when there is none left. */
  take(): boolean {
    if (this.left <= 0) this.isSpent = true;
    else this.left -= 1;
    return !this.isSpent;
  }
}
