import { describe, expect, it, vi } from 'vitest';
import { i18nOf } from '../../../../test/surface/texts';
import type { StatusView } from '../../../shared/status';
import { type NotifyFacts, notificationOf } from './notification';

vi.stubGlobal('chrome', { i18n: i18nOf() });

const FACTS: NotifyFacts = {
  wanted: 'needed',
  status: { kind: 'synced', at: 1 },
  needs: [],
  said: new Set(),
  changed: 0,
  now: 2,
};
const of = (facts: Partial<NotifyFacts>) => notificationOf({ ...FACTS, ...facts });
const need = (id: string, title = '') => ({ id, title });
const signIn: StatusView = { kind: 'signInNeeded', sides: ['espo'] };

describe('what is worth a notification', () => {
  it('is a new question, and leads to it', () => {
    expect(of({ needs: [need('row:1', 'Lunch')] })).toEqual({
      key: 'row:1',
      text: '1 question for you\nLunch',
      hash: '#needs/row%3A1',
    });
    expect(of({ needs: [need('row:1'), need('row:2', 'Lunch')] })?.text).toBe('2 questions for you');
  });

  it('is said once: only what came since counts', () => {
    expect(of({ needs: [need('a')], said: new Set(['a']) })).toBeUndefined();
    expect(of({ needs: [need('a'), need('b', 'B')], said: new Set(['a']) })).toMatchObject({
      key: 'b',
      text: '1 question for you\nB',
    });
  });

  it('is that nothing goes on, before everything else, and not an outage', () => {
    const stopped = of({ status: signIn, needs: [need('a')] });
    expect(stopped).toMatchObject({ key: 'status:signInNeeded:espo', hash: '#overview' });
    expect(stopped?.text).toContain('signed in to EspoCRM again');
    expect(of({ status: signIn, said: new Set(['status:signInNeeded:espo']) })).toBeUndefined();
    const error = { code: 'espo.unreachable', sentence: '', remedy: '', detail: '', names: {} } as const;
    expect(of({ status: { kind: 'error', error, at: 1, goesOn: true } })).toBeUndefined();
  });

  it('is what changed only for who wants that, and nothing at all for who wants none', () => {
    expect(of({ changed: 3 })).toBeUndefined();
    expect(of({ wanted: 'changes', changed: 3 })).toEqual({
      key: '',
      text: '3 changes were carried over',
      hash: '#activity',
    });
    expect(of({ wanted: 'off', changed: 3, status: signIn, needs: [need('a')] })).toBeUndefined();
  });
});
