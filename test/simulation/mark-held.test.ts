/** A meeting that is over is marked as Held, where the user wants it and nobody has said otherwise. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { DAY, HOUR } from '../../src/shared/time.ts';
import { asked } from '../surface/english.ts';
import { Browser } from './company.ts';
import type { MemoryStore } from './memory-store.ts';
import { meeting, timed } from './scene.ts';
import { stage } from './stage.ts';

/** It begins on 23 November. */
const TODAY = '2026-11-23';
const SOON = '2026-11-24';

async function past() {
  const here = await stage();
  here.browser.settings = { ...here.browser.settings, markHeld: true };
  const statusOf = (name: string, type = 'Meeting') =>
    here.espo.dump(type).find((row) => row['name'] === name)?.['status'];
  const later = (ms: number) => here.company.world.advance(ms);
  return { ...here, statusOf, later };
}

describe('a meeting that is over', () => {
  it('is marked as Held a day after its end, whichever side made it, once, with its cause', async () => {
    const { mailbox, anna, run, later, statusOf, settled, hands } = await past();
    mailbox.createEvent('default', timed('From Outlook', TODAY, '10:00', '11:00'));
    anna.create('Meeting', {
      ...meeting('From EspoCRM', anna.id),
      dateStart: `${TODAY} 08:30:00`,
      dateEnd: `${TODAY} 10:30:00`,
    });
    mailbox.createEvent('default', timed('Call: Ring', TODAY, '09:00', '10:45'));
    mailbox.createEvent('default', timed('Later', SOON));
    await run();
    // 26 hours after it was made it is over for less than a day.
    later(26 * HOUR);
    expect(writesOf(await run())).toBe(0);
    later(HOUR);
    expect(await run()).toMatchObject({ updated: 3, held: 0, refused: 0 });
    expect(['From Outlook', 'From EspoCRM', 'Later'].map((name) => statusOf(name))).toEqual([
      'Held',
      'Held',
      'Planned',
    ]);
    expect(statusOf('Ring', 'Call')).toBe('Held');
    const row = { side: 'espo', op: 'update', field: 'status', oldValue: 'planned', newValue: 'held' };
    expect(hands.log.slice(-3)).toMatchObject([row, row, row].map((one) => ({ ...one, cause: 'over for a day' })));
    expect(mailbox.events().every(({ isCancelled }) => isCancelled !== true)).toBe(true);
    await settled();
  });

  it('lasts until its last day is over everywhere', async () => {
    const { mailbox, run, later, statusOf } = await past();
    mailbox.createEvent('default', {
      ...{ subject: 'Fair', isAllDay: true },
      start: { dateTime: `${TODAY}T00:00:00`, timeZone: 'UTC' },
      end: { dateTime: `${SOON}T00:00:00`, timeZone: 'UTC' },
    });
    await run();
    later(2 * DAY);
    expect(writesOf(await run())).toBe(0);
    later(6 * HOUR);
    expect(await run()).toMatchObject({ updated: 1 });
    expect(statusOf('Fair')).toBe('Held');
  });

  it('is left alone where somebody has changed the record, filled in what only EspoCRM knows, or chosen a status', async () => {
    const { mailbox, anna, run, later, statusOf, idOf, settled } = await past();
    ['Renamed', 'Chosen', 'Parent', 'Plain'].forEach((name, i) => {
      mailbox.createEvent('default', timed(name, TODAY, `1${i}:00`, `1${i}:30`));
    });
    await run();
    later(HOUR);
    const acme = anna.create('Account', { name: 'Acme' });
    anna.update('Meeting', idOf('Renamed'), { description: 'A note of mine' });
    anna.update('Meeting', idOf('Chosen'), { status: 'Not Held' });
    anna.update('Meeting', idOf('Parent'), { parentType: 'Account', parentId: acme.id });
    later(2 * DAY);
    expect(await run()).toMatchObject({ updated: 1 });
    expect(['Renamed', 'Chosen', 'Parent', 'Plain'].map((name) => statusOf(name))).toEqual([
      ...['Planned', 'Not Held', 'Planned', 'Held'],
    ]);
    await settled();
  });

  it('is left alone where it was changed between the last look and the write', async () => {
    const { mailbox, anna, run, later, statusOf, idOf, settled, company } = await past();
    mailbox.createEvent('default', timed('Plain', TODAY));
    await run();
    later(2 * DAY);
    const id = idOf('Plain');
    const { fetch } = company;
    let edited = false;
    company.fetch = async (input, init) => {
      // The look before the write.
      if (!edited && String(input).includes('/api/v1/Meeting') && String(input).includes(id)) {
        edited = true;
        anna.update('Meeting', id, { description: 'Just now' });
      }
      return fetch(input, init);
    };
    await run();
    expect([edited, statusOf('Plain')]).toEqual([true, 'Planned']);
    await settled();
  });

  it('moved to next week in the meantime is not over; moved afterwards it stays Held', async () => {
    const { mailbox, run, later, statusOf, eventOf, settled } = await past();
    mailbox.createEvent('default', timed('Postponed', TODAY));
    mailbox.createEvent('default', timed('Took place', TODAY));
    await run();
    later(2 * DAY);
    mailbox.updateEvent(eventOf('Postponed'), timed('Postponed', '2026-12-08'));
    expect(await run()).toMatchObject({ updated: 2 });
    expect([statusOf('Postponed'), statusOf('Took place')]).toEqual(['Planned', 'Held']);
    mailbox.updateEvent(eventOf('Took place'), timed('Took place', '2026-12-09'));
    await run();
    expect(statusOf('Took place')).toBe('Held');
    await settled();
  });

  it('goes with what else is written to the record, in one request', async () => {
    const { mailbox, run, later, statusOf, eventOf, espo } = await past();
    mailbox.createEvent('default', timed('Old name', TODAY));
    await run();
    later(2 * DAY);
    mailbox.updateEvent(eventOf('Old name'), { subject: 'New name' });
    const before = espo.log.length;
    await run();
    expect(statusOf('New name')).toBe('Held');
    expect(espo.log.slice(before).filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it.each(['off', 'espoToOutlook', 'noStatus'] as const)('is not marked: %s', async (how) => {
    const { mailbox, anna, run, later, espo, browser } = await past();
    if (how === 'off') browser.settings = { ...browser.settings, markHeld: false };
    if (how === 'espoToOutlook') browser.settings = { ...browser.settings, direction: 'espoToOutlook' };
    if (how === 'noStatus') espo.setStatusLists('Meeting', { completedStatusList: ['Took place'] });
    mailbox.createEvent('default', timed('One', TODAY));
    anna.create('Meeting', meeting('Two', anna.id, TODAY));
    await run();
    later(3 * DAY);
    expect(writesOf(await run())).toBe(0);
    expect(espo.dump('Meeting').every((row) => row['status'] === 'Planned')).toBe(true);
  });

  it('stands in a calendar that does not answer: it may have been moved, and waits', async () => {
    const { mailbox, run, later, statusOf, company } = await past();
    mailbox.createEvent('default', timed('Plain', TODAY));
    await run();
    later(2 * DAY);
    company.graph.control.faults.add({
      match: ({ path }) => path.includes('calendarView'),
      status: 404,
      code: 'ErrorItemNotFound',
      times: 40,
    });
    await run().catch(() => undefined);
    expect(statusOf('Plain')).toBe('Planned');
  });

  it('is undone, and stays so', async () => {
    const { mailbox, run, later, statusOf, settled, hands } = await past();
    mailbox.createEvent('default', timed('Plain', TODAY));
    await run();
    later(2 * DAY);
    await run();
    expect(statusOf('Plain')).toBe('Held');
    expect(await hands.undoLastRun()).toEqual({ undone: 1, skipped: [] });
    expect(statusOf('Plain')).toBe('Planned');
    later(DAY);
    await settled();
    expect(statusOf('Plain')).toBe('Planned');
  });

  it.each(['apply', 'discard'] as const)('with very many others waits as one bulk: %s', async (answer) => {
    const { mailbox, run, later, espo, browser, hands, settled } = await past();
    browser.settings = { ...browser.settings, markHeld: false };
    for (let i = 0; i < 40; i += 1) mailbox.createEvent('default', timed(`Old ${i}`, TODAY));
    await run();
    later(5 * DAY);
    expect(writesOf(await run())).toBe(0);
    browser.settings = { ...browser.settings, markHeld: true };
    expect(await run()).toMatchObject({ updated: 0, held: 40 });
    expect(asked(await hands.need())).toContain('40 of 40 would be changed in EspoCRM (Meeting).');
    await hands.press(answer);
    expect(await run()).toMatchObject({ updated: answer === 'apply' ? 40 : 0, held: 0 });
    const held = espo.dump('Meeting').filter((row) => row['status'] === 'Held');
    expect(held).toHaveLength(answer === 'apply' ? 40 : 0);
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('of two browsers one marks it, and the other writes nothing', async () => {
    const { mailbox, run, later, statusOf, company, login, browser } = await past();
    mailbox.createEvent('default', timed('Plain', TODAY));
    await run();
    const second = new Browser(company, login, { settings: browser.settings });
    later(HOUR);
    await second.run();
    later(2 * DAY);
    expect(await second.run()).toMatchObject({ updated: 1 });
    expect(statusOf('Plain')).toBe('Held');
    expect(writesOf(await run())).toBe(0);
    expect(writesOf(await second.run())).toBe(0);
  });

  it('is marked once, wherever the run was killed and though its answer was lost', async () => {
    const steps: string[] = [];
    for (let kill = 0; kill < 60; kill += 1) {
      const { mailbox, run, later, statusOf, espo, hands, settled } = await past();
      mailbox.createEvent('default', timed('Plain', TODAY));
      await run();
      later(2 * DAY);
      if (kill === 0) espo.faults.push({ match: ({ method }) => method === 'PUT', when: 'after' });
      let step = 0;
      await run((what) => {
        step += 1;
        if (step === kill) {
          steps.push(what);
          throw new Error('killed');
        }
      }).catch(() => undefined);
      await run();
      expect(statusOf('Plain')).toBe('Held');
      expect(hands.log.filter(({ field }) => field === 'status')).toHaveLength(1);
      await settled();
      if (kill > step) break;
    }
    expect(steps.length).toBeGreaterThan(5);
  });

  it('a run without news asks nothing more, however much is over', async () => {
    const { mailbox, run, later, browser } = await past();
    for (let i = 0; i < 10; i += 1) mailbox.createEvent('default', timed(`Old ${i}`, TODAY));
    await run();
    later(2 * DAY);
    await run();
    const store = browser.store as MemoryStore;
    expect(await store.linksOver(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });
});
