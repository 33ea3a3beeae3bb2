import { describe, expect, it } from 'vitest';
import { applyPatchObject, isFixed } from './patch-object.js';

const target = { title: 'Old', alerts: { a: { action: 'email' } }, rules: [{ count: 1 }] };

describe('a PatchObject', () => {
  it.each([
    [{ title: 'New' }, { ...target, title: 'New' }],
    [{ '/alerts/a/action': 'display' }, { ...target, alerts: { a: { action: 'display' } } }],
    [{ 'alerts/b~1c': {} }, { ...target, alerts: { ...target.alerts, 'b/c': {} } }],
    [{ alerts: null, title: null }, { rules: target.rules }],
    [{ missing: null }, target],
  ])('%j is applied to a copy', (patch, result) => {
    expect(applyPatchObject(target, patch, '')).toEqual(result);
    expect(target.title).toBe('Old');
  });

  it.each([
    [{ 'rules/0/count': 2 }, 'rules/0/count'],
    [{ 'alerts/x/action': 'email' }, 'alerts/x/action'],
    [{ alerts: {}, 'alerts/a/action': 'email' }, 'alerts/a/action'],
    [{ title: 'a', '/title': 'b' }, 'title'],
    [{ '__proto__/x': 1 }, '__proto__/x'],
    [{ 'alerts/constructor': 1 }, 'alerts/constructor'],
  ])('%j is refused whole, with its pointer', (patch, path) => {
    expect(() => applyPatchObject(target, patch, '')).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ path }) as unknown }) as Error,
    );
  });

  it('of an occurrence leaves alone what belongs to the series', () => {
    expect(['uid', '/privacy', 'recurrenceRule/count', 'participants/a/calendarAddress'].every(isFixed)).toBe(true);
    expect(['title', 'participants/a/name', 'calendarAddress'].some(isFixed)).toBe(false);
  });
});
