/** Work that a timer asks for. */
export interface UpkeepService {
  /**
   * Brings up to `limit` series whose instances are not kept ready far enough ahead up to the horizon, and forgets those
   * behind it; in short transactions, without a change number, on any replica. How many were behind: call again while it
   * is `limit`. Without it all answers stay right and get slower.
   */
  coverInstances(limit: number): Promise<number>;
}
