/** A category may say which kind of record an event becomes, as a label does. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { timed } from './scene.ts';
import { stage } from './stage.ts';

async function choosing() {
  const here = await stage();
  here.browser.settings = { ...here.browser.settings, entityCategory: { Call: 'Phone', CVisit: 'Trip' } };
  const event = (subject: string, day: string, ...categories: string[]) =>
    here.mailbox.createEvent('default', { ...timed(subject, day), categories });
  return { ...here, event };
}

describe('a category', () => {
  it('makes the kind of record that it was chosen for; a label says more, the order of the kinds decides', async () => {
    const { event, run, names, settled } = await choosing();
    event('Usual', '2026-12-01', 'Red');
    event('Ring', '2026-12-02', 'Red', 'PHONE');
    event('Visit: There', '2026-12-03', 'Phone');
    event('Both', '2026-12-04', 'Trip', 'Phone');
    expect(await run()).toMatchObject({ created: 4 });
    expect([names(), names('Call'), names('CVisit')]).toEqual([['Usual'], ['Both', 'Ring'], ['There']]);
    await settled();
  });

  it('that comes, goes or is chosen later changes no record that is there', async () => {
    const { event, run, mailbox, names, eventOf, browser, settled } = await choosing();
    event('Plain', '2026-12-01');
    event('Ring', '2026-12-02', 'Phone');
    await run();
    mailbox.updateEvent(eventOf('Plain'), { categories: ['Phone'] });
    mailbox.updateEvent(eventOf('Ring'), { categories: [] });
    expect(writesOf(await run())).toBe(0);
    browser.settings = { ...browser.settings, entityCategory: { CVisit: 'Phone' } };
    expect(writesOf(await run())).toBe(0);
    expect([names(), names('Call'), names('CVisit')]).toEqual([['Plain'], ['Ring'], []]);
    await settled();
  });

  it('of a kind that cannot last all day leaves an all-day event out, as a label does', async () => {
    const { mailbox, run, names } = await choosing();
    mailbox.createEvent('default', {
      ...{ subject: 'Fair', isAllDay: true, categories: ['Phone'] },
      start: { dateTime: '2026-12-01T00:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-12-02T00:00:00', timeZone: 'UTC' },
    });
    expect(writesOf(await run())).toBe(0);
    expect([names(), names('Call')]).toEqual([[], []]);
  });
});
