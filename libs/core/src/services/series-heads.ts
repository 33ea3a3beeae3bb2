import type { SeriesVersion } from '../ports/instances.port.js';
import type { SeriesHead } from '../ports/store.port.js';
import type { CoreContext } from './context.js';

/**
 * Heads of these versions, in their order: from memory, and from the store, in one read, what is not there. A series that
 * was deleted between the two reads is left out.
 */
export async function headsOf(
  core: CoreContext,
  calendarKey: string,
  versions: SeriesVersion[],
): Promise<SeriesHead[]> {
  const known = versions.map(({ key, seq }) => knownHead(core, key, seq));
  const missing = versions.filter((_, i) => !known[i]).map(({ key }) => key);
  if (missing.length === 0) return known as SeriesHead[];
  const read = new Map((await core.store.reader.headsByKey(calendarKey, missing)).map((head) => [head.key, head]));
  for (const [key, head] of read) core.heads.set(key, head);
  return versions.flatMap(({ key, seq }, i) => {
    const head = known[i] ?? read.get(key);
    return head && (head.seq === seq || !head.isDeleted) ? [head] : [];
  });
}

function knownHead({ heads }: CoreContext, key: string, seq: number): SeriesHead | undefined {
  const head = heads.get(key);
  return head?.seq === seq ? head : undefined;
}
