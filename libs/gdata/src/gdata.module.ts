import { Module } from '@nestjs/common';
import { FeedsController } from './routes/feeds.controller.js';

/**
 * Google Calendar Data API, protocol versions 1 and 2. The application provides CORE, PUBLIC_URL and the Authenticator
 * globally.
 */
@Module({ controllers: [FeedsController] })
export class GdataModule {}
