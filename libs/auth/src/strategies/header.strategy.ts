import { Strategy } from 'passport-strategy';
import { authorizationOf, readAuthorization, type Presented } from '../authorization-header.js';
import type { SignInRequest } from '../sign-in-request.js';
import type { Verify } from '../verifier.js';

/**
 * A strategy that reads the Authorization header and has the secret verified; it passes when the header speaks another
 * scheme. A trouble of the database is an error, never a failed sign-in: clients ask for passwords on a 401.
 */
abstract class HeaderStrategy extends Strategy {
  abstract readonly scheme: Presented['scheme'];

  constructor(private readonly verify: Verify) {
    super();
  }

  override authenticate(request: unknown): void {
    this.attempt(request as SignInRequest).catch((error: unknown) => this.error(error as Error));
  }

  private async attempt(request: SignInRequest): Promise<void> {
    const header = authorizationOf(request.raw);
    const presented = header === null ? null : readAuthorization(header);
    if (presented?.scheme !== this.scheme) return this.pass();
    const verified = await this.verify(presented, { ip: request.ip ?? 'unknown' });
    return verified ? this.success(verified) : this.fail(401);
  }
}

/** RFC 7617: e-mail address and app password. */
export class BasicStrategy extends HeaderStrategy {
  readonly name = 'basic';
  readonly scheme = 'basic';
}

/** RFC 6750: a token, in any of the spellings of v2 and v3 clients. */
export class BearerStrategy extends HeaderStrategy {
  readonly name = 'bearer';
  readonly scheme = 'bearer';
}
