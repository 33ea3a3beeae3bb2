import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { escapeToken, wrong } from './values.js';

/** RFC 5322 §3.4.1 addr-spec as people have it: no comments, no folding. */
const addrSpec = /^(?:[^\s@<>()[\],;:\\"]+|"(?:[^"\\\r\n]|\\.)+")@(?:[^\s@<>()[\],;:\\"]+|\[[^\s\]]+\])$/;
const statcode = /^\d(?:\.\d+){1,2}$/;
/** "MUST be omitted (rather than specified as an empty object)". */
const neverEmpty = ['sendTo', 'delegatedTo', 'delegatedFrom', 'memberOf', 'links'];

/** RFC 8984 §4.4.4 to §4.4.6: what participants and the ways to answer must be. */
export function checkPeople(source: JsonObject): void {
  if (isPlainObject(source.replyTo)) checkMethods(source.replyTo, 'replyTo');
  checkAddress(source, 'sentBy', '');
  if (!isPlainObject(source.participants)) return;
  for (const [id, item] of Object.entries(source.participants))
    if (isPlainObject(item)) checkParticipant(item, `participants/${escapeToken(id)}`, source['@type'] === 'Task');
}

function checkParticipant(participant: JsonObject, path: string, isTask: boolean): void {
  for (const name of ['email', 'sentBy']) checkAddress(participant, name, path);
  for (const name of neverEmpty)
    if (isEmpty(participant[name])) throw wrong(`${path}/${name}`, 'must be left out rather than empty.');
  if (isPlainObject(participant.sendTo)) checkMethods(participant.sendTo, `${path}/sendTo`);
  checkProgress(participant, path, isTask);
  checkScheduleStatus(participant.scheduleStatus, `${path}/scheduleStatus`);
}

function checkAddress(object: JsonObject, name: string, path: string): void {
  const value = object[name];
  const at = path === '' ? name : `${path}/${name}`;
  if (typeof value === 'string' && !addrSpec.test(value)) throw wrong(at, 'must be an e-mail address (addr-spec).');
}

/** Names of methods are ASCII letters and digits; those that are known have a scheme. */
function checkMethods(methods: JsonObject, path: string): void {
  if (isEmpty(methods)) throw wrong(path, 'must be left out rather than empty.');
  for (const [name, uri] of Object.entries(methods)) {
    const at = `${path}/${escapeToken(name)}`;
    if (!/^[A-Za-z0-9]+$/.test(name)) throw wrong(at, 'must be named by ASCII letters and digits.');
    if (typeof uri !== 'string') throw wrong(at, 'must be a URI.');
    if (name === 'imip' && !/^mailto:/i.test(uri)) throw wrong(at, 'must be a mailto: URI.');
    if (name === 'web' && !/^https:/i.test(uri)) throw wrong(at, 'must be an https: URL.');
  }
}

function checkProgress(
  { progress, percentComplete, participationStatus }: JsonObject,
  path: string,
  isTask: boolean,
): void {
  if (progress !== undefined && !isTask) throw wrong(`${path}/progress`, 'is for tasks.');
  if (progress !== undefined && participationStatus !== 'accepted')
    throw wrong(`${path}/progress`, 'needs the participationStatus accepted.');
  if (percentComplete !== undefined && !isPercentage(percentComplete))
    throw wrong(`${path}/percentComplete`, 'must be a whole number from 0 to 100.');
}

function isPercentage(value: Json): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 100;
}

function checkScheduleStatus(value: Json | undefined, path: string): void {
  if (value === undefined) return;
  const isList = Array.isArray(value) && value.every((code) => typeof code === 'string' && statcode.test(code));
  if (!isList) throw wrong(path, 'must be a list of status codes such as 2.0.');
}

function isEmpty(value: Json | undefined): boolean {
  return isPlainObject(value) && Object.keys(value).length === 0;
}
