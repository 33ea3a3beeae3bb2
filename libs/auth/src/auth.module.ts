import { Module, type DynamicModule } from '@nestjs/common';
import { Authenticator, type AuthenticatorDependencies } from './authenticator.js';
import { PUBLIC_URL } from './tokens.js';

export interface AuthModuleOptions extends AuthenticatorDependencies {
  publicUrl: string;
}

/** Gives every module `Authenticator` and `PUBLIC_URL`. */
@Module({})
export class AuthModule {
  static forRoot({ publicUrl, ...dependencies }: AuthModuleOptions): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      providers: [
        { provide: PUBLIC_URL, useValue: publicUrl },
        { provide: Authenticator, useFactory: () => new Authenticator(dependencies) },
      ],
      exports: [PUBLIC_URL, Authenticator],
    };
  }
}
