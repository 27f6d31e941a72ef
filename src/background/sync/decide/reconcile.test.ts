import { describe, expect, it } from 'vitest';
import {
  espoItem,
  exampleForms,
  exampleLink,
  examplePolicy,
  NOW,
  outlookItem,
} from '../../../../test/contract/examples';
import { cutFrom, LONGEST_TEXT } from '../model/cut-text';
import type { Link } from '../model/link';
import { observeEspo, observeOutlook, saysNothing } from './observe';
import { reconcile } from './reconcile';

const forms = exampleForms();
const policy = examplePolicy();
const edited = (link: Link, title: string) =>
  observeOutlook(link, outlookItem({ etag: 'W/"2"', modifiedAt: NOW + 1000 }, { title }), policy);

describe('reconcile', () => {
  it('writes an Outlook edit to EspoCRM in the form EspoCRM keeps, and settles Outlook’s own half', () => {
    const { updates } = reconcile(edited(exampleLink(), ' a < b '), policy, forms);
    expect(updates).toMatchObject([
      { side: 'espo', fields: { title: 'a ‹ b' }, settles: { title: ' a < b ' }, waits: undefined },
    ]);
  });

  it.each(['outlook', 'espo'] as const)('carries no time over that ends before it begins, observed in %s', (side) => {
    const start = Date.parse('2026-12-02T10:00:00Z');
    const when = { kind: 'timed' as const, start, end: start - 1 };
    const now = { modifiedAt: NOW + 5000 };
    const link = exampleLink();
    const moved =
      side === 'espo'
        ? observeEspo(link, espoItem(now, { when, title: 'Renamed' }), policy)
        : observeOutlook(link, outlookItem({ ...now, etag: 'W/"2"' }, { when, title: 'Renamed' }), policy);
    const to = side === 'espo' ? 'outlook' : 'espo';
    expect(reconcile(moved, policy, forms).updates).toMatchObject([
      { side: to, fields: { title: 'Renamed' }, waits: undefined },
      { side: to, fields: { when }, waits: 'endBeforeStart' },
    ]);
    expect(reconcile(moved, policy, forms).updates[0]?.fields).not.toHaveProperty('when');
  });

  it('asks before it writes to an event with attendees, unless the setting is on', () => {
    const base = exampleLink();
    const link = { ...base, outlook: { ...base.outlook, hasAttendees: true } };
    const changed = observeEspo(link, espoItem({ modifiedAt: NOW + 5000 }, { title: 'x' }), policy);
    expect(reconcile(changed, policy, forms).updates).toMatchObject([{ side: 'outlook', waits: 'wouldMail' }]);
    expect(reconcile(changed, examplePolicy({ updateMeetingsWithAttendees: true }), forms).updates).toMatchObject([
      { side: 'outlook', waits: undefined },
    ]);
  });

  it('never writes to an event that somebody else organizes, nor to a shared calendar', () => {
    const base = exampleLink();
    for (const outlook of [{ isOrganizer: false }, { calendarId: 'shared' }]) {
      const changed = observeEspo(
        { ...base, outlook: { ...base.outlook, ...outlook } },
        espoItem({ modifiedAt: NOW + 5000 }, { title: 'x' }),
        policy,
      );
      expect(reconcile(changed, policy, forms)).toMatchObject({ updates: [], differs: ['title'] });
    }
  });

  it('leaves the shared fields of a colleague’s record to the colleague’s browser', () => {
    const base = exampleLink();
    const link = edited({ ...base, espo: { ...base.espo, assignedToMe: false } }, 'moved');
    expect(reconcile(link, policy, forms)).toMatchObject({ updates: [], differs: ['title'] });
  });

  describe('a text that is too long to be carried', () => {
    const piece = (side: 'outlook' | 'espo') => cutFrom(side, 'x'.repeat(LONGEST_TEXT + 1));
    const twoWay = examplePolicy({ descriptionBothWays: true });
    const base = exampleLink();
    const outlook = (text: string) => outlookItem({ etag: 'W/"2"', modifiedAt: NOW + 1000 }, { description: text });
    const espo = (text: string) => espoItem({ modifiedAt: NOW + 2000 }, { description: text });
    const sides = (link: Link) => reconcile(link, twoWay, forms).updates.map(({ side }) => side);

    it('is carried as a piece, and nothing that was made of it takes the place of the whole', () => {
      const cut = observeOutlook(base, outlook(piece('outlook')), twoWay);
      expect(sides(cut)).toEqual(['espo']);
      const fields = { description: piece('outlook') };
      const carried = {
        ...cut,
        base: { outlook: { ...base.base.outlook, ...fields }, espo: { ...base.base.espo, ...fields } },
        observed: { outlook: {}, espo: {} },
      };
      for (const text of [`${piece('outlook').slice(1)}`, 'Rewritten here', ''])
        expect(sides(observeEspo(carried, espo(text), twoWay))).toEqual([]);
      // Shortened in Outlook, it is whole again.
      const whole = observeOutlook(carried, outlook('Short now'), twoWay);
      expect(sides(whole)).toEqual(['espo']);
      // But the piece itself never goes back.
      expect(
        sides(observeEspo(observeOutlook(base, outlook('Short'), twoWay), espo(piece('outlook')), twoWay)),
      ).not.toContain('outlook');
    });

    it('of EspoCRM likewise', () => {
      const cut = observeEspo(base, espo(piece('espo')), twoWay);
      expect(sides(cut)).toEqual(['outlook']);
      expect(sides(observeOutlook(cut, outlook('Rewritten there'), twoWay))).not.toContain('espo');
    });
  });

  it('stops carrying a description once it was edited on the receiving side', () => {
    const link = observeEspo(exampleLink(), espoItem({ modifiedAt: NOW + 1000 }, { description: 'my notes' }), policy);
    const first = reconcile(link, policy, forms);
    expect(first.updates).toEqual([]);
    expect(first.link.descriptionFrozen).toBe(true);
    const later = observeOutlook(
      first.link,
      outlookItem({ etag: 'W/"3"', modifiedAt: NOW + 9000 }, { description: 'agenda' }),
      policy,
    );
    expect(reconcile(later, policy, forms).updates).toEqual([]);
  });

  it('does not put the organizer’s “Canceled:” into the name, but cancels a planned record', () => {
    const link = observeOutlook(
      exampleLink(),
      outlookItem({ etag: 'W/"2"', modifiedAt: NOW + 1000 }, { title: 'Canceled: Review', status: 'cancelled' }),
      policy,
    );
    expect(reconcile(link, policy, forms).updates).toMatchObject([{ side: 'espo', fields: { status: 'cancelled' } }]);
    expect(Object.keys(reconcile(link, policy, forms).updates[0]?.fields ?? {})).toEqual(['status']);
  });

  it('puts the label before a new name and takes it off again', () => {
    const base = exampleLink();
    const labelled: Link = {
      ...base,
      outlook: { ...base.outlook, labelAtCreation: 'Call' },
      base: { ...base.base, outlook: { ...base.base.outlook, title: 'Call: Review' } },
    };
    const fromEspo = observeEspo(labelled, espoItem({ modifiedAt: NOW + 1000 }, { title: 'Bob' }), policy);
    expect(reconcile(fromEspo, policy, forms).updates).toMatchObject([
      { side: 'outlook', fields: { title: 'Call: Bob' } },
    ]);
    expect(reconcile(edited(labelled, 'call: Bob'), policy, forms).updates).toMatchObject([
      { side: 'espo', fields: { title: 'Bob' } },
    ]);
  });

  it('sleeps with its base untouched and wakes to go on', () => {
    const asleep = observeOutlook(
      exampleLink(),
      outlookItem({ calendarId: 'elsewhere', etag: 'W/"2"', modifiedAt: NOW + 1000 }, { title: 'x' }),
      policy,
    );
    expect(asleep).toMatchObject({ state: 'asleep', reason: 'otherCalendar' });
    expect(reconcile(asleep, policy, forms).updates).toEqual([]);
    const awake = observeOutlook(
      asleep,
      outlookItem({ etag: 'W/"3"', modifiedAt: NOW + 2000 }, { title: 'x' }),
      policy,
    );
    expect(reconcile(awake, policy, forms).updates).toMatchObject([{ side: 'espo', fields: { title: 'x' } }]);
  });
});

describe('saysNothing', () => {
  it('ignores an older state that the delta replays', () => {
    expect(
      saysNothing(exampleLink(), outlookItem({ etag: 'W/"0"', modifiedAt: NOW - 5000 }, { title: 'old' }), policy),
    ).toBe(true);
  });
  it('looks at contents even when EspoCRM’s whole-second time is the same', () => {
    expect(saysNothing(exampleLink(), espoItem(), policy)).toBe(true);
    expect(saysNothing(exampleLink(), espoItem({}, { title: 'same second' }), policy)).toBe(false);
  });
});
