/** Undo of edits and creates. */

import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { meeting, timed } from './scene.ts';
import { bob, OTHERS, stage } from './stage.ts';

describe('an edit', () => {
  async function edited() {
    const here = await stage();
    for (const name of ['Before', ...OTHERS])
      here.mailbox.createEvent('default', { ...timed(name), location: { displayName: 'Room 1' } });
    await here.run();
    here.mailbox.updateEvent(here.eventOf('Before'), { subject: 'After', location: { displayName: 'Room 2' } });
    expect(await here.run()).toMatchObject({ updated: 1 });
    return here;
  }

  it('is put back, does not travel, and can be put back itself', async () => {
    const { hands, settled, subjects, names } = await edited();
    expect(await hands.undoLastRun()).toEqual({ undone: 1, skipped: [] });
    expect(names()).toEqual(['Before', ...OTHERS]);
    expect(subjects()).toEqual(['After', ...OTHERS]);
    expect(hands.log.slice(-2)).toMatchObject([
      { op: 'update', field: 'title', oldValue: 'After', newValue: 'Before', cause: 'undone by you' },
      { op: 'update', field: 'location', oldValue: 'Room 2', newValue: 'Room 1', cause: 'undone by you' },
    ]);
    await settled();
    expect(await hands.undoLastRun()).toEqual({ undone: 1, skipped: [] });
    expect(names()).toEqual(['After', ...OTHERS]);
    await settled();
  });

  it('one field alone, and the pair runs on', async () => {
    const { hands, run, settled, mailbox, espo, idOf, eventOf } = await edited();
    const row = hands.log.find((one) => one.field === 'location' && one.op === 'update');
    expect(await hands.undo('change', row?.id ?? 0)).toEqual({ undone: 1, skipped: [] });
    expect(espo.row('Meeting', idOf('After'))).toMatchObject({ location: 'Room 1' });
    await settled();
    mailbox.updateEvent(eventOf('After'), { location: { displayName: 'Room 9' } });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(espo.row('Meeting', idOf('After'))).toMatchObject({ location: 'Room 9' });
  });

  it('is not put back over what was edited since, and that is said', async () => {
    const { hands, run, settled, company, anna, espo, idOf, subjects } = await edited();
    const id = idOf('After');
    company.world.advance(60_000);
    anna.update('Meeting', id, { name: 'By a person' });
    expect(await hands.undoLastRun()).toEqual({
      undone: 1,
      skipped: [{ title: 'After', code: 'edited', detail: 'title' }],
    });
    expect(espo.row('Meeting', id)).toMatchObject({ name: 'By a person', location: 'Room 1' });
    expect(hands.log.at(-1)).toMatchObject({ field: 'location' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(subjects()).toContain('By a person');
    await settled();
  });

  it('in the very moment between the look and the write is not overwritten', async () => {
    const { hands, company, anna, espo, idOf } = await edited();
    const id = idOf('After');
    let looked = false;
    const meanwhile = (r: { method: string; url: string }) => {
      if (!looked && r.method === 'GET' && r.url.includes(id)) {
        looked = true;
        company.world.advance(2000);
        anna.update('Meeting', id, { description: 'meanwhile' });
      }
      return false;
    };
    espo.faults.push({ match: meanwhile });
    const { undone, skipped } = await hands.undoLastRun();
    expect([undone, skipped.map((s) => s.code)]).toEqual([1, []]);
    expect(espo.row('Meeting', id)).toMatchObject({ name: 'Before', description: 'meanwhile' });
  });

  it('on both sides of several runs: the oldest value comes back', async () => {
    const { hands, run, settled, mailbox, espo, idOf, eventOf } = await edited();
    const [first] = hands.log.filter((row) => row.op === 'update');
    mailbox.updateEvent(eventOf('After'), { subject: 'Much later' });
    await run();
    // The first run's value stands no more.
    expect(await hands.undo('run', first?.run ?? '')).toMatchObject({
      undone: 1,
      skipped: [{ code: 'edited', detail: 'title' }],
    });
    expect(espo.row('Meeting', idOf('Much later'))).toMatchObject({ location: 'Room 1' });
    await settled();
  });

  it('of the time, all-day and back', async () => {
    const { hands, run, settled, mailbox, espo, eventOf } = await stage();
    mailbox.createEvent('default', timed('Moved'));
    await run();
    const before = espo.dump('Meeting')[0];
    mailbox.updateEvent(eventOf('Moved'), {
      isAllDay: true,
      start: { dateTime: '2026-12-03T00:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-12-04T00:00:00', timeZone: 'UTC' },
    });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(await hands.undoLastRun()).toMatchObject({ undone: 1, skipped: [] });
    expect(espo.dump('Meeting')[0]).toMatchObject({
      dateStart: before?.['dateStart'],
      dateEnd: before?.['dateEnd'],
      dateStartDate: null,
    });
    await settled();
    expect(await hands.undoLastRun()).toMatchObject({ undone: 1, skipped: [] });
    expect(espo.dump('Meeting')[0]).toMatchObject({ dateStartDate: '2026-12-03', dateEndDate: '2026-12-03' });
    await settled();
  });

  it('in Outlook, with If-Match; never on a meeting with attendees', async () => {
    const { hands, run, settled, anna, mailbox, company, eventOf, idOf, subjects } = await stage();
    anna.create('Meeting', meeting('Mine', anna.id));
    await run();
    anna.update('Meeting', idOf('Mine'), { name: 'Mine, renamed' });
    await run();
    expect(await hands.undoLastRun()).toMatchObject({ undone: 1 });
    expect(subjects()).toEqual(['Mine']);
    await settled();
    anna.update('Meeting', idOf('Mine, renamed'), { name: 'Third' });
    await run();
    mailbox.updateEvent(eventOf('Third'), { attendees: [bob] } as never);
    const mails = company.graph.control.mails.length;
    const renamed = hands.log.filter((row) => row.side === 'outlook' && row.newValue === 'Third').at(-1);
    expect(await hands.undo('change', renamed?.id ?? 0)).toMatchObject({ undone: 0, skipped: [{ code: 'wouldMail' }] });
    expect(subjects()).toEqual(['Third']);
    expect(company.graph.control.mails).toHaveLength(mails);
  });

  it('of a cancellation: the record is planned again, and stays so', async () => {
    const { hands, run, settled, mailbox, espo } = await stage();
    const { id } = mailbox.receiveInvitation(timed('Off'), { name: 'Max', address: 'max@partner.example' });
    await run();
    mailbox.receiveUpdate(id, 'cancelled');
    expect(await run()).toMatchObject({ updated: 1 });
    expect(espo.dump('Meeting')[0]).toMatchObject({ status: 'Not Held' });
    expect(await hands.undoLastRun()).toMatchObject({ undone: 1, skipped: [] });
    expect(espo.dump('Meeting')[0]).toMatchObject({ status: 'Planned' });
    await settled();
  });

  it('of a conflict: the value that lost comes back', async () => {
    const { hands, run, settled, company, mailbox, anna, eventOf, idOf, names, subjects } = await stage();
    mailbox.createEvent('default', timed('Base'));
    await run();
    anna.update('Meeting', idOf('Base'), { name: 'From EspoCRM' });
    company.world.advance(60_000);
    mailbox.updateEvent(eventOf('Base'), { subject: 'From Outlook' });
    await run();
    expect(names()).toEqual(['From Outlook']);
    expect(await hands.undoLastRun()).toMatchObject({ undone: 1, skipped: [] });
    expect([names(), subjects()]).toEqual([['From EspoCRM'], ['From Outlook']]);
    await settled();
  });
});

describe('a create', () => {
  it('is taken back if nobody has touched it, and is not made again', async () => {
    const { hands, run, settled, mailbox, anna, browser, subjects, names } = await stage();
    for (const name of OTHERS) mailbox.createEvent('default', timed(name));
    await run();
    mailbox.createEvent('default', timed('New'));
    anna.create('Meeting', meeting('New there', anna.id));
    expect(await run()).toMatchObject({ created: 2 });
    expect(await hands.undoLastRun()).toEqual({ undone: 2, skipped: [] });
    expect(subjects()).toEqual(['New', ...OTHERS]);
    expect(names()).toEqual(['New there', ...OTHERS]);
    await settled();
    // It says whose doing it was: nobody has deleted anything on the other side.
    const ended = await browser.store.linksInState('unlinked');
    expect(ended.map(({ reason }) => reason)).toEqual(['undoneByYou', 'undoneByYou']);
    expect(await hands.needs()).toEqual([]);
    mailbox.updateEvent(mailbox.events().find((e) => e.subject === 'New')?.id ?? '', { subject: 'New, edited' });
    await settled();
    expect(names()).toEqual(['New there', ...OTHERS]);
  });

  it('stays where somebody has worked on it', async () => {
    const { hands, run, company, mailbox, anna, idOf, names } = await stage();
    mailbox.createEvent('default', timed('New'));
    await run();
    company.world.advance(60_000);
    anna.update('Meeting', idOf('New'), { description: 'work' });
    expect(await hands.undoLastRun()).toEqual({ undone: 0, skipped: [{ title: 'New', code: 'edited', detail: '' }] });
    expect(names()).toEqual(['New']);
  });

  it('after an edit that the sync carried over, too: nobody but the sync has touched it', async () => {
    const { hands, run, settled, mailbox, eventOf, names } = await stage();
    mailbox.createEvent('default', timed('New'));
    await run();
    const [created] = hands.log;
    mailbox.updateEvent(eventOf('New'), { subject: 'Newer' });
    await run();
    expect(await hands.undo('record', created?.id ?? 0)).toMatchObject({ undone: 1 });
    expect(names()).toEqual([]);
    await settled();
  });

  it('of a bulk is one run to undo, and is not held', async () => {
    const { hands, run, settled, mailbox, espo } = await stage();
    for (let i = 0; i < 60; i += 1) mailbox.createEvent('default', timed(`E${i}`, `2026-12-${10 + (i % 20)}`));
    expect(await run()).toMatchObject({ created: 60 });
    expect(await hands.undoLastRun()).toEqual({ undone: 60, skipped: [] });
    expect(espo.dump('Meeting')).toEqual([]);
    expect(mailbox.events()).toHaveLength(60);
    await settled();
  });
});

describe('what a refusal leaves', () => {
  it('is not listed as a held change', async () => {
    const { hands, run, settled, espo, mailbox, eventOf } = await stage();
    for (const name of ['Gone', ...OTHERS]) mailbox.createEvent('default', timed(name));
    await run();
    mailbox.deleteEvent(eventOf('Gone'));
    await run();
    espo.addField('Meeting', 'cBudget', { type: 'varchar', required: true } as never);
    const answer = await hands.undoLastRun();
    expect(answer).toMatchObject({ undone: 0 });
    expect(answer.skipped.map((s) => s.code)).toContain('refused');
    expect(await hands.needs()).toEqual([]);
    expect(writesOf(await run())).toBe(0);
    await settled();
  });
});
