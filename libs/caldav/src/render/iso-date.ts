/** RFC 4918 §15.1: an instant in whole seconds. */
export const isoDate = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`;
