import { describe, expect, it } from 'vitest';
import { exampleLink } from '../../../../test/contract/examples';
import type { Direction, Settings } from '../../../shared/settings';
import { defaultSettings } from '../../../shared/settings';
import type { Side } from '../model/item';
import { decideRemoval } from './removal';

const decide = (
  origin: Side,
  gone: Side,
  direction: Direction,
  change: {
    settings?: Partial<Settings>;
    touched?: boolean;
    hasAttendees?: boolean;
    planned?: boolean;
    isOrganizer?: boolean;
  } = {},
) => {
  const base = exampleLink();
  const link = exampleLink({
    origin,
    espo: { ...base.espo, touched: change.touched ?? false },
    outlook: { ...base.outlook, hasAttendees: change.hasAttendees ?? false, isOrganizer: change.isOrganizer ?? true },
  });
  return decideRemoval(gone, {
    link,
    recordPlanned: change.planned ?? true,
    settings: { ...defaultSettings(), direction, ...change.settings },
  });
};

describe('what a deletion does (DESIGN 3.6)', () => {
  it.each([
    // made in, deleted in, direction, outcome
    ['outlook', 'outlook', 'both', 'remove'],
    ['outlook', 'outlook', 'outlookToEspo', 'remove'],
    ['outlook', 'outlook', 'espoToOutlook', 'keep'],
    ['espo', 'espo', 'both', 'remove'],
    ['espo', 'espo', 'outlookToEspo', 'keep'],
    ['espo', 'espo', 'espoToOutlook', 'remove'],
    ['outlook', 'espo', 'both', 'keep'],
    ['outlook', 'espo', 'outlookToEspo', 'keep'],
    ['outlook', 'espo', 'espoToOutlook', 'keep'],
    ['espo', 'outlook', 'both', 'ask'],
    ['espo', 'outlook', 'outlookToEspo', 'ask'],
    ['espo', 'outlook', 'espoToOutlook', 'ask'],
  ] as const)('made in %s, deleted in %s, %s: %s', (origin, gone, direction, kind) => {
    expect(decide(origin, gone, direction).kind).toBe(kind);
  });

  it('keeps a record that somebody has worked on, and asks', () => {
    expect(decide('outlook', 'outlook', 'both', { touched: true })).toMatchObject({
      kind: 'ask',
      reason: 'touchedRecord',
    });
    expect(decide('outlook', 'outlook', 'both', { planned: false })).toMatchObject({ kind: 'ask' });
  });

  it('never cancels a meeting with attendees silently', () => {
    expect(decide('espo', 'espo', 'both', { hasAttendees: true })).toMatchObject({ kind: 'ask', reason: 'wouldMail' });
    expect(
      decide('outlook', 'espo', 'both', { hasAttendees: true, settings: { removeOutlookOnEspoRemoval: true } }),
    ).toMatchObject({ kind: 'ask', reason: 'wouldMail' });
  });

  it('follows the two checkboxes', () => {
    expect(decide('outlook', 'espo', 'both', { settings: { removeOutlookOnEspoRemoval: true } }).kind).toBe('remove');
    expect(decide('outlook', 'espo', 'outlookToEspo', { settings: { removeOutlookOnEspoRemoval: true } }).kind).toBe(
      'keep',
    );
    expect(decide('espo', 'outlook', 'both', { settings: { removeEspoOnOutlookRemoval: true } }).kind).toBe('remove');
    expect(decide('espo', 'outlook', 'outlookToEspo', { settings: { removeEspoOnOutlookRemoval: true } }).kind).toBe(
      'remove',
    );
    expect(decide('espo', 'outlook', 'espoToOutlook', { settings: { removeEspoOnOutlookRemoval: true } }).kind).toBe(
      'ask',
    );
  });

  it('lets an attendee take a meeting off their own calendar without deleting it for all', () => {
    expect(decide('outlook', 'outlook', 'both', { isOrganizer: false }).kind).toBe('decline');
  });
});
