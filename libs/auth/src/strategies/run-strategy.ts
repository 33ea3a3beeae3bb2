import { type Strategy } from 'passport-strategy';

export type Outcome<T> = { kind: 'success'; user: T } | { kind: 'fail' } | { kind: 'pass' };

/**
 * Runs one passport strategy on one request, as passport's own middleware does (an object per request that inherits from
 * the strategy and carries the actions), but without Express's request and response: those are all that ties passport
 * to it. passport's guards would also send no WWW-Authenticate on a 401.
 */
export function runStrategy<T>(strategy: Strategy, request: object): Promise<Outcome<T>> {
  return new Promise((resolve, reject) => {
    const actions = {
      success: (user: unknown) => resolve({ kind: 'success', user: user as T }),
      fail: () => resolve({ kind: 'fail' }),
      pass: () => resolve({ kind: 'pass' }),
      redirect: () => resolve({ kind: 'fail' }),
      error: reject,
    };
    const bound = Object.assign(Object.create(strategy) as Strategy, actions);
    bound.authenticate(request as never);
  });
}
