import type { SeriesHead } from '@dayferry/core';
import { LRUCache } from 'lru-cache';
import { textBody, type TextForm } from '../render/body.js';
import { variantOf } from '../render/view.js';
import type { ListScope } from './list-item.js';
import type { SeriesItem } from './series-items.js';

/** What series consist of in lists, rendered, by view, series and change number: never stale. Octets. */
const kept = new LRUCache<string, SeriesItem[]>({ maxSize: 64 * 1_048_576 });

/** Views by number, for short keys. One that was forgotten gets a new number, and its items are rendered again. */
const views = new LRUCache<string, number>({ max: 10_000 });
let lastView = 0;

type Version = Pick<SeriesHead, 'key' | 'seq' | 'isRedacted'>;

/** The items that lists of one view have in common. `part` names what of a series they are. */
export class KeptItems {
  private readonly form: TextForm;
  private readonly full: number;
  private readonly busy: number;

  constructor({ call, view }: Pick<ListScope, 'call' | 'view'>) {
    this.form = call.form === 'pretty' ? 'nested' : 'compact';
    const place = `${call.publicUrl} ${this.form}`;
    this.full = numberOf(`${place} ${variantOf(view, 'full')}`);
    this.busy = numberOf(`${place} ${variantOf(view, 'busy')}`);
  }

  find(version: Version, part = ''): SeriesItem[] | undefined {
    return kept.get(this.keyOf(version, part));
  }

  /** With their texts made, and without what they were made of. */
  keep(version: Version, items: SeriesItem[], part = ''): SeriesItem[] {
    let size = 300;
    const made = items.map(({ data: _data, body, ...item }): SeriesItem => {
      const text = body.text(this.form);
      size += 2 * text.length + 300;
      return { ...item, body: textBody(text, this.form) };
    });
    kept.set(this.keyOf(version, part), made, { size });
    return made;
  }

  private keyOf({ key, seq, isRedacted }: Version, part: string): string {
    return `${isRedacted ? this.busy : this.full}:${key}:${seq}:${part}`;
  }
}

function numberOf(view: string): number {
  const known = views.get(view);
  if (known !== undefined) return known;
  views.set(view, (lastView += 1));
  return lastView;
}
