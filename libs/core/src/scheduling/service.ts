import type { CoreContext } from '../services/context.js';
import type { SchedulingService } from './api.js';
import { deliverLater } from './deliver.js';

export function schedulingService(core: CoreContext): SchedulingService {
  return { deliver: (delivery) => deliverLater(core, delivery) };
}
