import { invalidInput } from '@dayferry/core';

const decimal = '[-+]?\\d{1,3}(?:\\.\\d{1,15})?';
const pair = new RegExp(`^\\s*(${decimal})[\\s,]+(${decimal})(?:[\\s,]+[-+]?\\d{1,6}(?:\\.\\d{1,15})?)?\\s*$`);

/** `lat lon` of `gml:pos`, perhaps with a height, which is not kept; as the record has it: `lat,lon`, digit for digit. */
export function readPosition(text: string): string {
  const [, latitude = '', longitude = ''] = pair.exec(text) ?? [];
  const isOnEarth = latitude !== '' && Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180;
  if (isOnEarth) return [latitude, longitude].map((number) => number.replace('+', '')).join(',');
  throw invalidInput('gml:pos', 'A position is a latitude and a longitude in degrees.', {
    code: 'invalidAttributeValue',
  });
}

/** The same the other way round; nothing for coordinates that only other protocols can say. */
export function positionText(coordinates: string): string | undefined {
  const [latitude, longitude] = coordinates.split(/[,;]/);
  const text = `${latitude} ${longitude}`;
  return pair.test(text) ? text : undefined;
}
