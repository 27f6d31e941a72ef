import { describe, expect, it } from 'vitest';
import { exampleLink } from '../../../../test/contract/examples';
import { type Link, withState } from '../model/link';
import { asksPerson } from './asks-person';

const asks = (change: Partial<Link>) => asksPerson(exampleLink({ lookAgain: 0, ...change }));

describe('what a person is asked about', () => {
  it('not a pair that runs', () => expect(asks({ state: 'active' })).toBe(false));

  it.each(['turnedPrivate', 'turnedAllDay', 'otherCalendar', 'calendarGone', 'lostAccess', 'showsFree'] as const)(
    'a pair that sleeps: %s',
    (reason) => {
      expect(asks({ state: 'asleep', reason })).toBe(true);
      expect(asks({ state: 'asleep', reason, quiet: true })).toBe(false);
      expect(asks({ state: 'asleep', reason, wish: 'remove' })).toBe(false);
    },
  );

  it('not a pair that sleeps because the user moved Sync since', () =>
    expect(asks({ state: 'asleep', reason: 'beforeSince' })).toBe(false));

  it('a pair one of whose items was deleted and the other kept; not one that is gone on both sides', () => {
    expect(asks({ state: 'unlinked', reason: 'deletedByPerson', gone: 'espo' })).toBe(true);
    expect(asks({ state: 'unlinked', reason: 'deletedByPerson', gone: '' })).toBe(false);
    expect(asks({ state: 'unlinked', reason: 'direction', gone: 'outlook', espoRef: '' })).toBe(false);
  });

  it('a pair that was only taken apart', () => {
    expect(asks({ state: 'unlinked', reason: 'unlinked' })).toBe(true);
    expect(asks({ state: 'unlinked', reason: 'unlinked', outlookId: '' })).toBe(false);
  });

  it('again, when the state or the reason changes', () => {
    const quiet = exampleLink({ state: 'asleep', reason: 'turnedPrivate', quiet: true });
    expect(withState(quiet, 'asleep', 'turnedPrivate').quiet).toBe(true);
    expect(withState(quiet, 'asleep', 'otherCalendar').quiet).toBe(false);
    expect(withState(quiet, 'active', undefined).quiet).toBe(false);
  });
});
