/** Filters choose which events become records: what was made for a record goes on. */
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/shared/settings.ts';
import { MINUTE } from '../../src/shared/time.ts';
import { Browser } from './company.ts';
import { meetingScene } from './meeting-scene.ts';
import { meeting, timed } from './scene.ts';

async function stage(settings: Partial<Settings>) {
  const here = await meetingScene(settings);
  const me = here.espo.user('anna').id;
  const make = (name: string, more: Record<string, unknown> = {}) =>
    here.anna.create('Meeting', { ...meeting(name, me), ...more }).id;
  return { ...here, make };
}

const FILTERS: Partial<Settings>[] = [
  { categoriesAllow: ['Customer'] },
  { onlyExternal: true },
  { onlyKnownPeople: true },
  { filterAllDay: true },
  { filterFree: true, showAs: { Meeting: 'free' } },
];
const DAY = { dateStart: null, dateEnd: null, isAllDay: true, dateStartDate: '2026-12-01', dateEndDate: '2026-12-01' };

describe('an event that was made for a record', () => {
  it.each(FILTERS)('is kept in step, whatever becomes a record: %j', async (settings) => {
    const { make, run, anna, mailbox, event, record, needs, settled } = await stage(settings);
    const id = make('Plan', settings.filterAllDay ? DAY : {});
    await run();
    await settled();
    anna.update('Meeting', id, { name: 'Plan B' });
    await run();
    expect(event('Plan B')).toBeDefined();
    mailbox.updateEvent(event('Plan B')?.immutableId ?? '', { subject: 'Plan C' });
    await run();
    expect(record()).toMatchObject({ name: 'Plan C' });
    expect(await needs()).toEqual([]);
    await settled();
  });

  it.each(FILTERS)('goes on after the filter was switched on: %j', async (settings) => {
    const { make, run, anna, event, needs, browser, settled } = await stage({});
    const id = make('Plan', settings.filterAllDay ? DAY : {});
    await run();
    await settled();
    browser.settings = { ...browser.settings, ...settings };
    await settled();
    anna.update('Meeting', id, { name: 'Plan B' });
    await run();
    expect(event('Plan B')).toBeDefined();
    expect(await needs()).toEqual([]);
  });

  it.each(FILTERS)('is known again by a browser that remembers nothing: %j', async (settings) => {
    const { make, run, anna, subjects, names, company, login } = await stage(settings);
    const id = make('Plan', settings.filterAllDay ? DAY : {});
    await run();
    const anew = new Browser(company, login, { settings: { direction: 'both', ...settings } });
    for (let i = 0; i < 3; i += 1) await anew.run();
    expect([subjects(), names()]).toEqual([['Plan'], ['Plan']]);
    anna.update('Meeting', id, { name: 'Plan B' });
    company.world.advance(MINUTE);
    await anew.run();
    expect([subjects(), names()]).toEqual([['Plan B'], ['Plan B']]);
  });

  it('sleeps by a category that a person puts on it, and not by those of the sync', async () => {
    const { make, run, anna, mailbox, event, needs, settled } = await stage({
      categoriesDeny: ['Mine', 'espocrm', 'Grey'],
      linkedCategory: 'EspoCRM',
      heldCategory: 'Grey',
    });
    const id = make('Plan');
    mailbox.createEvent('default', timed('Made there', '2026-12-02'));
    await run();
    await settled();
    expect(event('Made there')?.['categories']).toEqual(['EspoCRM']);
    anna.update('Meeting', id, { name: 'Plan B', status: 'Held' });
    await run();
    expect(event('Plan B')?.['categories']).toEqual(['EspoCRM', 'Grey']);
    await settled();
    expect(await needs()).toEqual([]);
    mailbox.updateEvent(event('Plan B')?.immutableId ?? '', { categories: ['Mine'] });
    await run();
    expect(await needs()).toMatchObject([{ reason: 'categoryDenied' }]);
  });
});
