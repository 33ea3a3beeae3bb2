import type { EventData, Json, VirtualLocation } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import { present } from './body.js';

/** mapping §7: the codes of an entry point, kept as the client wrote them. */
export const entryPointCodes = ['pin', 'accessCode', 'meetingCode', 'passcode', 'password', 'regionCode'] as const;

const entryPointTypes = new Set(['video', 'phone', 'sip', 'more']);

/** `conferenceData`: what v3 wrote, with the entry points that all protocols share. */
export function renderConference(data: EventData): JsonObject | undefined {
  const entryPoints = (data.virtualLocations ?? []).map(renderEntryPoint);
  if (!data.conference && entryPoints.length === 0) return undefined;
  const { createRequest, conferenceSolution, conferenceId, signature, notes, parameters, ...rest } =
    data.conference ?? {};
  return present({
    createRequest,
    entryPoints: entryPoints.length > 0 ? entryPoints : undefined,
    conferenceSolution,
    conferenceId,
    signature,
    notes,
    parameters,
    ...rest,
  });
}

/** The address of the video entry. */
export function renderHangoutLink(data: EventData): string | undefined {
  const solution = data.conference?.conferenceSolution as { key?: { type?: Json } } | undefined;
  if (solution?.key?.type !== 'hangoutsMeet') return undefined;
  return data.virtualLocations?.find((place) => entryPointType(place) === 'video')?.uri;
}

function renderEntryPoint(place: VirtualLocation): JsonObject {
  const codes = entryPointCodes.map((name): [string, string | undefined] => [name, place.entryPoint?.[name]]);
  return {
    ...present({
      entryPointType: entryPointType(place),
      uri: place.uri,
      label: place.name,
      ...Object.fromEntries(codes),
    }),
    ...place.extras?.v3,
  };
}

/** RFC 7986 features by v3's kinds: what has no kind of its own is `more`. */
function entryPointType(place: VirtualLocation): string {
  const own = place.entryPoint?.entryPointType;
  if (own !== undefined && entryPointTypes.has(own)) return own;
  const features = place.features ?? [];
  if (features.includes('video')) return 'video';
  if (features.includes('phone')) return 'phone';
  return features.includes('audio') ? 'sip' : 'more';
}
