import type { JCalComponent } from '@dayferry/core';

/** The UID of a component; undefined for an empty one. */
export function uidOf([, properties]: JCalComponent): string | undefined {
  const value = properties.find(([name, , type]) => name === 'uid' && type === 'text')?.[3];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
