/** Topic of the outbox rows with a `Delivery`. */
export const deliveryTopic = 'invitations';

/** "Bring the copies of these guests to where the organizer's object is": safe to repeat, in any order. */
export interface Delivery {
  uid: string;
  organizerEmail: string;
  calendarKey: string;
  seriesKey: string;
  emails: string[];
  /** Others' answers only: no message goes with it. */
  isQuiet?: boolean;
}

/** Inviting needs no call: `EventService` does it with every write. This is what the worker does of it. */
export interface SchedulingService {
  /** One lot of copies of a large meeting, in a transaction of its own. */
  deliver(delivery: Delivery): Promise<void>;
}
