import type { EventData, VirtualLocation } from '@dayferry/core';
import { invalidMember } from '../errors/fail.js';
import { entryPointCodes } from '../render/conference.js';
import type { JsonObject } from './json.js';
import { objectAt, objectsAt, textAt, unknownMembers } from './member.js';

const known = new Set<string>(['entryPointType', 'uri', 'label', ...entryPointCodes]);

/** RFC 7986 §6.3 features of each kind of entry point. */
const features: Record<string, string[] | undefined> = {
  video: ['audio', 'video'],
  phone: ['phone'],
  sip: ['audio'],
  more: undefined,
};

export function parseConference(event: JsonObject): Pick<EventData, 'conference' | 'virtualLocations'> {
  const data = objectAt(event, 'conferenceData');
  if (!data) return {};
  const places = objectsAt(data, 'entryPoints', '/conferenceData/entryPoints').map(({ item, path }) =>
    parseEntryPoint(item, path),
  );
  const conference = unknownMembers(data, new Set(['entryPoints']));
  return { ...(conference ? { conference } : {}), ...(places.length > 0 ? { virtualLocations: places } : {}) };
}

function parseEntryPoint(item: JsonObject, path: string): VirtualLocation {
  const uri = textAt(item, 'uri', `${path}/uri`);
  const type = textAt(item, 'entryPointType', `${path}/entryPointType`);
  if (!uri) throw invalidMember(`${path}/uri`);
  if (type === undefined || !Object.hasOwn(features, type)) throw invalidMember(`${path}/entryPointType`);
  const name = textAt(item, 'label', `${path}/label`);
  const codes = Object.fromEntries(entryPointCodes.flatMap((code) => codeAt(item, code, path)));
  const extras = unknownMembers(item, known);
  return {
    uri,
    ...(name === undefined ? {} : { name }),
    ...(features[type] ? { features: features[type] } : {}),
    entryPoint: { entryPointType: type, ...codes },
    ...(extras ? { extras: { v3: extras } } : {}),
  };
}

function codeAt(item: JsonObject, code: string, path: string): [string, string][] {
  const value = textAt(item, code, `${path}/${code}`);
  return value === undefined ? [] : [[code, value]];
}

/**
 * What a client may send with conferenceDataVersion=1: a conference made elsewhere. No solution can create one here, so
 * a request for one is refused rather than left pending for ever.
 */
export function checkConference(event: JsonObject): void {
  const data = objectAt(event, 'conferenceData');
  if (!data) return;
  if (objectAt(data, 'createRequest', '/conferenceData/createRequest')) {
    throw invalidMember('/conferenceData/createRequest', 'Invalid conference type value.');
  }
  const points = objectsAt(data, 'entryPoints', '/conferenceData/entryPoints');
  const solution = objectAt(data, 'conferenceSolution', '/conferenceData/conferenceSolution');
  if (!solution || !points.some(({ item }) => item.entryPointType !== 'more')) {
    throw invalidMember('/conferenceData', 'Conference data needs a conferenceSolution and an entry point.');
  }
  checkLengths(data, '/conferenceData', { notes: 2048 });
  for (const { item, path } of points) checkLengths(item, path, entryPointLengths);
}

const entryPointLengths = { uri: 1300, label: 512, ...Object.fromEntries(entryPointCodes.map((code) => [code, 128])) };

function checkLengths(object: JsonObject, path: string, limits: Record<string, number>): void {
  for (const [name, limit] of Object.entries(limits)) {
    if ((textAt(object, name, `${path}/${name}`)?.length ?? 0) > limit) throw invalidMember(`${path}/${name}`);
  }
}
