import { Module, type DynamicModule, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Worker } from '@dayferry/background';
import type { Store } from '@dayferry/core';

export interface BackgroundParts {
  worker: Worker;
  store: Store;
}

/** Starts the work when the application is up, and ends it before the store closes. */
class Lifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly parts: BackgroundParts) {}

  onApplicationBootstrap(): void {
    this.parts.worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.parts.worker.stop();
    await this.parts.store.close();
  }
}

@Module({})
export class BackgroundModule {
  static with(parts: BackgroundParts): DynamicModule {
    return { module: BackgroundModule, providers: [{ provide: Lifecycle, useValue: new Lifecycle(parts) }] };
  }
}
