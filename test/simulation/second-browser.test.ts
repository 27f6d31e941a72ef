import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { MINUTE } from '../../src/shared/time.ts';
import type { GraphControl } from '../sandbox/graph/control.ts';
import { Browser } from './company.ts';
import { meeting, scene, timed } from './scene.ts';

/** Anna's second browser, which remembers nothing of what the first one has done. */
async function two() {
  const one = await scene();
  const { company, login, browser } = one;
  const other = new Browser(company, login, { settings: { direction: 'both' } });
  const later = async (which: Browser) => {
    company.world.advance(MINUTE);
    return which.run();
  };
  const quiet = async () => {
    for (const which of [browser, other, browser, other]) await later(which);
    for (const which of [browser, other]) expect(writesOf(await later(which))).toBe(0);
  };
  return { ...one, other, later, quiet, records: () => one.espo.dump('Meeting') };
}

describe('two browsers of one user that both sync', () => {
  it('an event that one made for a record is that record to the other, though its name begins with a label', async () => {
    const { anna, browser, other, later, quiet, mailbox, records } = await two();
    await later(other);
    anna.create('Meeting', meeting('Call: Bob', anna.id));
    await later(browser);
    await quiet();
    expect(records()).toHaveLength(1);
    expect(mailbox.events()).toHaveLength(1);
    const [link] = await other.store.linksInState('active');
    expect(link).toMatchObject({ origin: 'espo', outlookId: mailbox.events()[0]?.immutableId });
  });

  it('a record that was moved before the other browser ran makes no chain of new events and records', async () => {
    const { anna, browser, other, later, quiet, mailbox, records } = await two();
    mailbox.createEvent('default', timed('Moved'));
    await later(other);
    anna.update('Meeting', records()[0]?.id ?? '', {
      dateStart: '2026-12-05 10:00:00',
      dateEnd: '2026-12-05 11:00:00',
    });
    await later(browser);
    await quiet();
    // No key field: the first browser cannot know the moved record and makes one of its own; each gets its event, and there it ends.
    expect(records().length).toBeLessThanOrEqual(2);
    expect(mailbox.events().length).toBeLessThanOrEqual(3);
  });

  it('a record that was deleted, and made again by the browser that did not know, gets no second event', async () => {
    const { anna, browser, other, later, quiet, mailbox, records } = await two();
    mailbox.createEvent('default', timed('Again'));
    await later(browser);
    anna.remove('Meeting', records()[0]?.id ?? '');
    await later(browser);
    await later(other);
    await quiet();
    expect(mailbox.events()).toHaveLength(1);
    expect(records()).toHaveLength(1);
  });
});

it('a record that the other browser made again, of an event that was renamed since its record was deleted, gets no second event', async () => {
  const { mailbox, anna, browser, other, later, quiet, records, espo } = await two();
  espo.addField('Meeting', 'cOutlookUid', { type: 'varchar', maxLength: 100 });
  const event = mailbox.createEvent('default', timed('Visit'));
  await later(browser);
  anna.remove('Meeting', String(records()[0]?.id));
  await later(browser);
  mailbox.updateEvent(event.id, { subject: 'Visit Acme' });
  await later(browser);
  await later(other);
  await quiet();
  expect(mailbox.events()).toHaveLength(1);
});

describe('a mailbox that was moved', () => {
  it('keeps its links also where nothing may be written in EspoCRM', async () => {
    const { mailbox, run, browser, company } = await scene();
    mailbox.createEvent('default', timed('Stays'));
    await run();
    browser.settings = { ...browser.settings, direction: 'espoToOutlook' };
    mailbox.moveMailbox();
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    await run();
    await run();
    const [link] = await browser.store.linksInState('active');
    expect(link?.outlookId).toBe(mailbox.events()[0]?.immutableId);
    expect(company.espo.control.dump('Meeting')).toHaveLength(1);
  });

  it('in which the event was deleted puts its link to sleep, with the reason', async () => {
    const { mailbox, anna, run, browser } = await scene();
    anna.create('Meeting', meeting('Gone', anna.id));
    await run();
    mailbox.deleteEvent(mailbox.events()[0]?.id ?? '');
    mailbox.moveMailbox();
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    await run();
    expect(await browser.store.linksInState('active')).toHaveLength(0);
    expect((await browser.store.linksInState('asleep'))[0]?.reason).toBe('calendarGone');
  });

  it.each([
    [
      'its old calendar is locked at first',
      (old: string, graph: GraphControl) => graph.breakCalendar(old, { status: 423 }),
    ],
    [
      'the line is cut right after it was read',
      (_old: string, graph: GraphControl) => {
        graph.faults.add({ when: 'after', times: 1, match: { method: 'POST' } });
        return () => undefined;
      },
    ],
  ])('keeps the record of an event that was renamed and moved meanwhile, though %s', async (_name, fail) => {
    const { mailbox, run, browser, company, espo } = await scene();
    const event = mailbox.createEvent('default', timed('Visit'));
    await run();
    const [id] = espo.dump('Meeting').map((row) => row.id);
    mailbox.updateEvent(event.id, timed('Inspection', '2026-12-03'));
    const lift = fail(mailbox.calendar().id, company.graph.control);
    mailbox.moveMailbox();
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    await run().catch(() => undefined);
    expect(espo.dump('Meeting')).toHaveLength(1);
    lift();
    for (let i = 0; i < 2; i += 1) await run();
    expect(espo.dump('Meeting')).toMatchObject([{ id, name: 'Inspection' }]);
    expect(await browser.store.linksInState('active')).toHaveLength(1);
  });

  it('keeps both records of two events that nothing tells apart, though the text of one was changed in EspoCRM', async () => {
    const { mailbox, anna, run, browser, espo } = await scene();
    const body = { contentType: 'text', content: 'Like the other' };
    for (let i = 0; i < 2; i += 1) mailbox.giveICalUId(mailbox.createEvent('default', { ...timed(''), body }).id, null);
    await run();
    const ids = espo.dump('Meeting').map(({ id }) => id);
    expect(ids).toHaveLength(2);
    anna.update('Meeting', ids[0] ?? '', { description: 'What was said there' });
    mailbox.moveMailbox();
    for (let i = 0; i < 3; i += 1) await run();
    expect(espo.dump('Meeting').map(({ id }) => id)).toEqual(ids);
    expect(await browser.store.linksInState('active')).toHaveLength(2);
  });
});
