import { describe, expect, it } from 'vitest';
import { exampleForms, exampleLink, examplePolicy, NOW } from '../../../../test/contract/examples';
import { HOUR } from '../../../shared/time';
import type { Fields } from '../model/event';
import type { Link } from '../model/link';
import { isDeclinedOpen, openUntil } from './outcome';
import { reconcile } from './reconcile';

const DAY = 24 * HOUR;
const ended = (ms: number): Partial<Fields> => ({ when: { kind: 'timed', start: NOW - ms - HOUR, end: NOW - ms } });
/** Both sides hold these fields; the third are Outlook's alone. */
function linkWith(both: Partial<Fields>, change: Partial<Link> = {}, outlook: Partial<Fields> = {}): Link {
  const link = exampleLink(change);
  const { base } = link;
  return {
    ...link,
    base: { outlook: { ...base.outlook, ...both, ...outlook }, espo: { ...base.espo, ...both } },
  };
}
const espo = (change: Partial<Link['espo']>): Partial<Link> => ({ espo: { ...exampleLink().espo, ...change } });
const invited: Partial<Link> = { outlook: { ...exampleLink().outlook, isOrganizer: false, hasAttendees: true } };
const both = { markHeld: true, declinedNotHeld: true };
const written = (link: Link, settings = {}, change = {}) =>
  reconcile(link, examplePolicy({ ...both, ...settings }, change), exampleForms()).updates;

describe('over for a day', () => {
  it('is held, and settles nothing of Outlook', () => {
    expect(written(linkWith(ended(DAY)))).toMatchObject([
      { side: 'espo', fields: { status: 'held' }, settles: {}, cause: 'over for a day', untouched: true },
    ]);
  });

  it.each([
    ['for less than a day', linkWith(ended(DAY - 1)), {}],
    ['not wanted', linkWith(ended(3 * DAY)), { markHeld: false }],
    ['nothing is written to EspoCRM', linkWith(ended(3 * DAY)), { direction: 'espoToOutlook' }],
    ['somebody has worked on the record', linkWith(ended(3 * DAY), espo({ touched: true })), {}],
    ["a colleague's record", linkWith(ended(3 * DAY), espo({ assignedToMe: false })), {}],
    ['it sleeps', linkWith(ended(3 * DAY), { state: 'asleep', reason: 'beforeSince' }), {}],
    ['a person has decided on it', linkWith(ended(3 * DAY), { wish: 'unlinkRecord' }), {}],
    ['it is gone', linkWith(ended(3 * DAY), { gone: 'outlook' }), {}],
    ['an outcome was recorded', linkWith({ ...ended(3 * DAY), status: 'cancelled' }), {}],
    ['cancelled', linkWith(ended(3 * DAY), {}, { status: 'cancelled' }), {}],
    ['declined', linkWith(ended(3 * DAY), {}, { response: 'declined' }), {}],
    ['it ends before it begins', linkWith({ when: { kind: 'timed', start: NOW - 3 * DAY, end: NOW - 4 * DAY } }), {}],
  ])('but not: %s', (_why, link, settings) => {
    expect(written(link, settings)).toEqual([]);
  });

  it('by the clock of the server, not by ours', () => {
    expect(written(linkWith(ended(3 * DAY)), {}, { skew: { outlook: 0, espo: -3 * DAY } })).toEqual([]);
    expect(written(linkWith(ended(0)), {}, { skew: { outlook: 0, espo: DAY } })).toHaveLength(1);
  });

  it('only where a status of the entity says so and may be written', () => {
    const { entities } = examplePolicy();
    const meeting = (change: object) => ({ entities: { ...entities, Meeting: { ...entities['Meeting'], ...change } } });
    for (const change of [{ completes: false }, { readOnly: ['status'] }, { edit: 'no' }])
      expect(written(linkWith(ended(3 * DAY)), {}, meeting(change))).toEqual([]);
  });

  it('goes with what is written anyway, and waits for what a person is asked', () => {
    const renamed = { ...linkWith(ended(3 * DAY)), observed: { outlook: { title: 'New' }, espo: {} } };
    expect(written(renamed)).toMatchObject([
      {
        fields: { title: 'New', status: 'held' },
        settles: { title: 'New' },
        cause: 'changed in Outlook; over for a day',
      },
    ]);
  });

  it('whichever side ends later, an all-day event in the last zone of the earth', () => {
    const link = linkWith(ended(3 * DAY));
    expect(openUntil(link)).toBe(NOW - 3 * DAY);
    expect(openUntil({ ...link, observed: { outlook: ended(2 * DAY), espo: {} } })).toBe(NOW - 2 * DAY);
    const fair = linkWith({ when: { kind: 'allDay', first: '2026-11-20', last: '2026-11-21' } });
    expect(openUntil(fair)).toBe(Date.parse('2026-11-22T12:00:00Z'));
  });
});

describe('declined', () => {
  const now = { ...linkWith({}, invited), observed: { outlook: { response: 'declined' }, espo: {} } } as Link;

  it('goes with the answer, in one write', () => {
    expect(written(now)).toMatchObject([
      { side: 'espo', fields: { response: 'declined', status: 'cancelled' }, settles: { response: 'declined' } },
    ]);
    expect(written(now)[0]?.untouched).toBeUndefined();
  });

  it('is said once where the answer has no place in the record', () => {
    expect(written(now, { attendees: false })).toMatchObject([
      { fields: { status: 'cancelled' }, settles: { response: 'declined' }, cause: 'declined by you in Outlook' },
    ]);
  });

  it('long ago: only where nobody has worked on the record', () => {
    const long = linkWith({}, invited, { response: 'declined' });
    expect([isDeclinedOpen(long), written(long)[0]?.fields]).toEqual([true, { status: 'cancelled' }]);
    const touched = { ...long, ...espo({ touched: true }) };
    expect([isDeclinedOpen(touched), written(touched)]).toEqual([false, []]);
  });

  it.each([
    ['not wanted', now, { declinedNotHeld: false }],
    ["a colleague's record", { ...now, ...espo({ assignedToMe: false }) }, {}],
    ['my own meeting', { ...now, outlook: { ...now.outlook, isOrganizer: true } }, {}],
    ['held', { ...now, base: { ...now.base, espo: { ...now.base.espo, status: 'held' as const } } }, {}],
  ])('keeps its status: %s', (_why, link, settings) => {
    expect(written(link, settings).filter(({ fields }) => 'status' in fields)).toEqual([]);
  });
});
