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
  const conference = pending(unknownMembers(data, new Set(['entryPoints'])));
  return { ...(conference ? { conference } : {}), ...(places.length > 0 ? { virtualLocations: places } : {}) };
}

/** 8.12: nothing here creates conferences. A request for one is kept, and stays pending until a client answers it. */
function pending(conference: EventData['conference']): EventData['conference'] {
  const request = conference?.createRequest;
  if (!conference || typeof request !== 'object' || request === null || Array.isArray(request)) return conference;
  return { ...conference, createRequest: { ...request, status: { statusCode: 'pending' } } };
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
 * What a client may send with conferenceDataVersion=1: a conference made elsewhere, or the wish for one. `allowed` are the
 * calendar's own solutions; none = all that the reference knows.
 */
export function checkConference(event: JsonObject, allowed: readonly string[]): void {
  const data = objectAt(event, 'conferenceData');
  if (!data) return;
  const request = objectAt(data, 'createRequest', '/conferenceData/createRequest');
  if (request) checkRequest(request, allowed);
  const points = objectsAt(data, 'entryPoints', '/conferenceData/entryPoints');
  const solution = objectAt(data, 'conferenceSolution', '/conferenceData/conferenceSolution');
  const isMade = solution !== undefined && points.some(({ item }) => item.entryPointType !== 'more');
  if (!isMade && (!request || points.length > 0)) {
    throw invalidMember('/conferenceData', 'Conference data needs a conferenceSolution and an entry point.');
  }
  checkLengths(data, '/conferenceData', { notes: 2048 });
  for (const { item, path } of points) checkLengths(item, path, entryPointLengths);
}

const solutionTypes = ['eventHangout', 'eventNamedHangout', 'hangoutsMeet', 'addOn'];

function checkRequest(request: JsonObject, allowed: readonly string[]): void {
  const place = '/conferenceData/createRequest';
  if (!textAt(request, 'requestId', `${place}/requestId`)) throw invalidMember(`${place}/requestId`);
  checkLengths(request, place, { requestId: 512 });
  const key = objectAt(request, 'conferenceSolutionKey', `${place}/conferenceSolutionKey`) ?? {};
  const type = textAt(key, 'type', `${place}/conferenceSolutionKey/type`);
  if (type !== undefined && !(allowed.length > 0 ? allowed : solutionTypes).includes(type))
    throw invalidMember(place, 'Invalid conference type value.');
}

const entryPointLengths = { uri: 1300, label: 512, ...Object.fromEntries(entryPointCodes.map((code) => [code, 128])) };

function checkLengths(object: JsonObject, path: string, limits: Record<string, number>): void {
  for (const [name, limit] of Object.entries(limits)) {
    if ((textAt(object, name, `${path}/${name}`)?.length ?? 0) > limit) throw invalidMember(`${path}/${name}`);
  }
}
