/** A clock that moves when a test says so. */
export interface FakeClock {
  (): number;
  set(time: number | string): void;
  advance(milliseconds: number): void;
}

export function fakeClock(start: number | string): FakeClock {
  let now = new Date(start).getTime();
  return Object.assign(() => now, {
    set: (time: number | string) => void (now = new Date(time).getTime()),
    advance: (milliseconds: number) => void (now += milliseconds),
  });
}
