import { readFileSync } from 'node:fs';
import type { JsonObject } from '@dayferry/core';

interface DiscoveryMethod {
  id: string;
  scopes?: string[];
}

/** The API's own description (libs/calendar-v3/discovery). The folder lies as far from the sources as from `dist`. */
const text = readFileSync(new URL('../discovery/calendar-v3.json', import.meta.url), 'utf8');
const description = JSON.parse(text) as JsonObject & {
  resources: Record<string, { methods: Record<string, DiscoveryMethod> }>;
};

const scopePrefix = 'https://www.googleapis.com/auth/';
const scopesById = new Map(
  Object.values(description.resources)
    .flatMap(({ methods }) => Object.values(methods))
    .map(({ id, scopes = [] }) => [id, scopes.map((scope) => scope.replace(scopePrefix, ''))]),
);

/** 2.2: the scopes of which one is enough for a method, in their short form. */
export function scopesOf(methodId: string): readonly string[] {
  return scopesById.get(methodId) ?? [];
}

/** 1.15: the description with this server's address in it. */
export function discoveryDocument(publicUrl: string): string {
  const addresses = { rootUrl: `${publicUrl}/`, baseUrl: `${publicUrl}/calendar/v3/` };
  return JSON.stringify({ ...description, ...addresses }, null, 1);
}

/** 1.15: the one API there is; empty when another one is asked for. */
export function discoveryList(publicUrl: string, name?: string): string {
  const { title, description: about, icons, documentationLink } = description;
  const item = {
    kind: 'discovery#directoryItem',
    id: 'calendar:v3',
    name: 'calendar',
    version: 'v3',
    title,
    description: about,
    discoveryRestUrl: `${publicUrl}/discovery/v1/apis/calendar/v3/rest`,
    discoveryLink: './apis/calendar/v3/rest',
    icons,
    documentationLink,
    preferred: true,
  };
  const items = name === undefined || name === 'calendar' ? [item] : [];
  return JSON.stringify({ kind: 'discovery#directoryList', discoveryVersion: 'v1', items }, null, 1);
}
