import { words, type Language } from './words.table.js';
import { emptyView, type EventView } from '../parse/event-view.js';

/** How much of an event a feed shows (Atom reference, "Projection values"). */
export const projections = ['full', 'full-noattendees', 'composite', 'attendees-only', 'free-busy', 'basic'] as const;
export type Projection = (typeof projections)[number];

export function isProjection(text: string): text is Projection {
  return (projections as readonly string[]).includes(text);
}

/** All others are read-only. */
export function isWritable(projection: Projection): boolean {
  return projection === 'full' || projection === 'full-noattendees';
}

/** Those in which every text is somebody's own. */
export function isPlain(projection: Projection): boolean {
  return isWritable(projection) || projection === 'attendees-only';
}

/** Those with all of an event, but perhaps its guests. */
export function isFull(projection: Projection): boolean {
  return isWritable(projection) || projection === 'composite';
}

/** What the projection leaves of an event. Free/busy entries have times and no names. */
export function projected<T extends EventView>(
  view: T,
  { projection, language }: { projection: Projection; language: Language },
): T {
  const bare = { ...view, ...emptyParts };
  switch (projection) {
    case 'full':
    case 'composite':
      return view;
    case 'full-noattendees':
      return { ...view, who: [] };
    case 'attendees-only':
      return { ...bare, title: view.title, who: view.who };
    case 'free-busy': {
      const { when, recurrence, original, status, transparency } = view;
      return { ...bare, title: words[language].busy, when, recurrence, original, status, transparency };
    }
    case 'basic':
      return { ...bare, title: view.title };
  }
}

/** Every part of a view, empty: what is spread over a view leaves nothing of it but its id. */
const emptyParts: Partial<EventView> = {
  ...emptyView(),
  title: undefined,
  content: undefined,
  status: undefined,
  transparency: undefined,
  visibility: undefined,
  recurrence: undefined,
  original: undefined,
  geo: undefined,
  webContent: undefined,
  anyoneCanAddSelf: undefined,
  guestsCanInviteOthers: undefined,
  guestsCanModify: undefined,
  guestsCanSeeGuests: undefined,
  privateCopy: undefined,
  sequence: undefined,
  uid: undefined,
};
