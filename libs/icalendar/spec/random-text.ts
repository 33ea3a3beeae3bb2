import fc from 'fast-check';

const controls = new RegExp(String.raw`[\u0000-\u0009\u000b-\u001f\ufffe\uffff]`, 'g');

/** Any text that core takes; a line end is LF, as iCalendar knows just one. */
export const text = fc.string({ unit: 'binary', maxLength: 120 }).map((value) => value.replaceAll(controls, ';'));
