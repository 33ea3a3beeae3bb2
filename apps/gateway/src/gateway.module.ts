import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule, type Issuers, type LegacySignIn } from '@dayferry/auth';
import { CORE, type Core, type IdSource, type Store } from '@dayferry/core';
import { SESSION_REDIRECT } from '@dayferry/gdata';
import { JSCALENDAR_SETTINGS, type JscalendarSettings } from '@dayferry/jscalendar';
import { protocolModules } from './protocol-modules.js';

export interface GatewayParts {
  core: Core;
  store: Store;
  publicUrl: string;
  takesBasic: boolean;
  issuers: Issuers;
  ids: IdSource;
  legacy: LegacySignIn;
  requestsPerMinute: number;
  /** Mail domain of names without one at sign-in. */
  domain?: string;
  jscalendar: JscalendarSettings;
  /** Requests of v2 without a session are redirected. */
  v2Sessions: boolean;
  caldavAliases: Parameters<typeof protocolModules>[0];
  /** Behind names without `@` in the addresses of other servers. */
  aliasDomain: string | undefined;
}

/** Binds the ports and lists the protocols; all that Nest knows of the gateway. */
@Module({})
export class GatewayModule {
  static forRoot(parts: GatewayParts): DynamicModule {
    return {
      module: GatewayModule,
      global: true,
      imports: [AuthModule.forRoot(parts), ...protocolModules(parts.caldavAliases, parts.aliasDomain)],
      providers: [
        { provide: CORE, useValue: parts.core },
        { provide: JSCALENDAR_SETTINGS, useValue: parts.jscalendar },
        { provide: SESSION_REDIRECT, useValue: parts.v2Sessions },
      ],
      exports: [CORE, JSCALENDAR_SETTINGS, SESSION_REDIRECT],
    };
  }
}
