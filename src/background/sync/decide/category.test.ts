import { describe, expect, it } from 'vitest';
import { exampleForms, exampleLink, examplePolicy } from '../../../../test/contract/examples';
import type { Settings } from '../../../shared/settings';
import type { Link } from '../model/link';
import { withCategoryDue } from './category';
import { reconcile } from './reconcile';

const wanted = { linkedCategory: ' EspoCRM ', direction: 'both' } as const;
const due = (change: Partial<Link> = {}): Link => ({ ...exampleLink(change), category: 'due' });
const outlook = (change: Partial<Link['outlook']>): Partial<Link> => ({
  outlook: { ...exampleLink().outlook, ...change },
});
const decided = (link: Link, settings: Partial<Settings> = {}) =>
  reconcile(link, examplePolicy({ ...wanted, ...settings }), exampleForms());

describe('the category of what is synced', () => {
  it('is given to an event that is to bear it', () => {
    expect(decided(due()).updates).toMatchObject([
      { side: 'outlook', fields: {}, category: 'EspoCRM', cause: 'your category of synced events', waits: undefined },
    ]);
  });

  it('goes with what is written to the event anyway', () => {
    const link = due({ observed: { outlook: {}, espo: { title: 'Other' } } });
    expect(decided(link).updates).toMatchObject([{ side: 'outlook', fields: { title: 'Other' }, category: 'EspoCRM' }]);
  });

  it.each([
    ['it was given once', { ...exampleLink(), category: 'given' as const }, {}],
    ['none is wanted', due(), { linkedCategory: ' ' }],
    ['nothing is written to Outlook', due(), { direction: 'outlookToEspo' as const }],
    ['it sleeps', due({ state: 'asleep', reason: 'otherCalendar' }), {}],
    ['it is gone', due({ gone: 'espo' }), {}],
  ])('but not: %s', (_why, link, settings) => {
    expect(decided(link, settings).updates.filter(({ side }) => side === 'outlook')).toEqual([]);
  });

  it.each([
    ['has attendees', outlook({ hasAttendees: true })],
    ['is somebody else’s', outlook({ isOrganizer: false })],
    ['is one of a series', outlook({ seriesMasterId: 'series' })],
    ['stands in a calendar that is not the user’s', outlook({ calendarId: 'elsewhere' })],
  ])('is never asked about again where the event %s', (_why, change) => {
    const { link, updates } = decided(due(change));
    expect([updates, 'category' in link]).toEqual([[], false]);
  });

  it('falls due for a link that was never told, where one is wanted', () => {
    expect(withCategoryDue(exampleLink(), examplePolicy(wanted)).category).toBe('due');
    expect(withCategoryDue(exampleLink(), examplePolicy({ linkedCategory: '' })).category).toBeUndefined();
    expect(withCategoryDue(exampleLink({ category: 'given' }), examplePolicy(wanted)).category).toBe('given');
  });
});
