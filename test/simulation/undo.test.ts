import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { buttons, Hands } from './hands.ts';
import { meeting, scene, timed } from './scene.ts';

const bob = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };

async function stage(...args: Parameters<typeof scene>) {
  const here = await scene(...args);
  const hands = new Hands(here.browser);
  const eventOf = (subject: string) => here.mailbox.events().find((e) => e.subject === subject)?.id ?? '';
  const idOf = (name: string, type = 'Meeting') =>
    String(here.espo.dump(type).find((row) => row['name'] === name)?.id ?? '');
  const subjects = () =>
    here.mailbox
      .events()
      .map((e) => e.subject)
      .sort();
  const names = (type = 'Meeting') =>
    here.espo
      .dump(type)
      .map((row) => String(row['name']))
      .sort();
  return { ...here, hands, eventOf, idOf, subjects, names };
}

/** Some that stay, so that no deletion is one of "all that there is". */
const OTHERS = ['Other 1', 'Other 2', 'Other 3'];

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
    const { hands, run, settled, mailbox, anna, subjects, names } = await stage();
    for (const name of OTHERS) mailbox.createEvent('default', timed(name));
    await run();
    mailbox.createEvent('default', timed('New'));
    anna.create('Meeting', meeting('New there', anna.id));
    expect(await run()).toMatchObject({ created: 2 });
    expect(await hands.undoLastRun()).toEqual({ undone: 2, skipped: [] });
    expect(subjects()).toEqual(['New', ...OTHERS]);
    expect(names()).toEqual(['New there', ...OTHERS]);
    await settled();
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

describe('a deletion', () => {
  async function deleted() {
    const here = await stage();
    for (const name of OTHERS) here.mailbox.createEvent('default', timed(name));
    here.mailbox.createEvent('default', {
      ...timed('Gone'),
      location: { displayName: 'Hall' },
      body: { contentType: 'text', content: 'agenda' },
    } as never);
    await here.run();
    return here;
  }

  it('of a record is made good with all its values; it stands alone and is not carried anywhere', async () => {
    const { hands, run, settled, mailbox, espo, eventOf, idOf, subjects } = await deleted();
    const before = espo.row('Meeting', idOf('Gone'));
    mailbox.deleteEvent(eventOf('Gone'));
    expect(await run()).toMatchObject({ removed: 1 });
    expect(await hands.undoLastRun()).toEqual({
      undone: 1,
      skipped: [{ title: 'Gone', code: 'newRecord', detail: '' }],
    });
    const after = espo.row('Meeting', idOf('Gone'));
    for (const name of ['name', 'dateStart', 'dateEnd', 'location', 'description'])
      expect([name, after?.[name]]).toEqual([name, before?.[name]]);
    expect(after?.id).not.toBe(before?.id);
    await settled();
    expect(subjects()).toEqual(OTHERS);
    expect(await hands.needs()).toEqual([]);
  });

  it('of an event whose record came back out of the bin links the two again', async () => {
    const { hands, run, settled, anna, espo, idOf, mailbox, subjects } = await stage();
    for (const name of ['Gone', ...OTHERS]) anna.create('Meeting', meeting(name, anna.id));
    await run();
    const id = idOf('Gone');
    const row = { ...espo.row('Meeting', id), id };
    anna.remove('Meeting', id);
    expect(await run()).toMatchObject({ removed: 1 });
    expect(subjects()).toEqual(OTHERS);
    espo.insert('Meeting', { ...row, deleted: false });
    expect(await hands.undoLastRun()).toMatchObject({ undone: 1, skipped: [{ code: 'newEvent' }] });
    expect(subjects()).toEqual(['Gone', ...OTHERS]);
    await settled();
    anna.update('Meeting', id, { name: 'Gone, and back' });
    expect(await run()).toMatchObject({ updated: 1, created: 0 });
    expect(mailbox.events()).toHaveLength(4);
    await settled();
  });

  it('that a person asked for under Needs you is made good, too', async () => {
    const { hands, run, settled, mailbox, eventOf, names } = await deleted();
    mailbox.updateEvent(eventOf('Gone'), { sensitivity: 'private' });
    await run();
    await hands.press('remove');
    expect(await run()).toMatchObject({ removed: 1 });
    expect(names()).toEqual(OTHERS);
    expect(await hands.undoLastRun()).toMatchObject({ undone: 1, skipped: [{ code: 'newRecord' }] });
    expect(names()).toEqual(['Gone', ...OTHERS]);
    await settled();
    expect(await hands.need()).toMatchObject({ reason: 'turnedPrivate', title: 'Gone' });
    mailbox.updateEvent(eventOf('Gone'), { sensitivity: 'normal' });
    expect(await run()).toMatchObject({ created: 0 });
    expect(names()).toEqual(['Gone', ...OTHERS]);
    await settled();
  });

  it('because of a reassignment is not: the event would go again', async () => {
    const { hands, run, settled, espo, anna, idOf, subjects } = await stage();
    for (const name of ['Given away', ...OTHERS]) anna.create('Meeting', meeting(name, anna.id));
    await run();
    anna.update('Meeting', idOf('Given away'), { assignedUserId: String(espo.user('ben').id) });
    expect(await run()).toMatchObject({ removed: 1 });
    expect(await hands.undoLastRun()).toMatchObject({ undone: 0, skipped: [{ code: 'notYours' }] });
    expect(subjects()).toEqual(OTHERS);
    await settled();
  });

  it('is undone once, and its undo can be undone', async () => {
    const { hands, run, settled, mailbox, eventOf, names } = await deleted();
    mailbox.deleteEvent(eventOf('Gone'));
    await run();
    const removal = hands.log.at(-1)?.run ?? '';
    await hands.undo('run', removal);
    expect(await hands.undo('run', removal)).toMatchObject({ undone: 0 });
    expect(names()).toEqual(['Gone', ...OTHERS]);
    await settled();
  });

  it('does not cross the wall of the direction', async () => {
    const { hands, browser, run, mailbox, eventOf, names } = await deleted();
    mailbox.deleteEvent(eventOf('Gone'));
    await run();
    browser.settings = { ...browser.settings, direction: 'espoToOutlook' };
    expect(await hands.undoLastRun()).toMatchObject({ undone: 0, skipped: [{ code: 'direction' }] });
    expect(names()).toEqual(OTHERS);
  });
});

describe('a link', () => {
  it('is taken apart, both items stay, and they can be linked again', async () => {
    const { hands, run, settled, mailbox, anna, eventOf, idOf, names, subjects } = await stage();
    anna.create('Meeting', meeting('Same', anna.id));
    mailbox.createEvent('default', timed('Same'));
    expect(await run()).toMatchObject({ linked: 1 });
    expect(await hands.undoLastRun()).toEqual({ undone: 1, skipped: [] });
    await settled();
    anna.update('Meeting', idOf('Same'), { name: 'There' });
    mailbox.updateEvent(eventOf('Same'), { location: { displayName: 'Hall' } });
    await settled();
    expect([subjects(), names()]).toEqual([['Same'], ['There']]);
    const item = await hands.press('link');
    expect(item).toMatchObject({ reason: 'unlinked', actions: buttons('link', 'discard') });
    expect((await run()).updated).toBeGreaterThan(0);
    expect([subjects(), names()]).toEqual([['There'], ['There']]);
    await settled();
    expect(await hands.needs()).toEqual([]);
  });
});

describe('an undo that is cut short', () => {
  it('leaves nothing twice and nothing half, wherever it was killed', async () => {
    for (let at = 0; at < 60; at += 1) {
      const { hands, run, settled, mailbox, names, subjects } = await stage();
      for (const name of ['A', 'B', ...OTHERS]) mailbox.createEvent('default', timed(name));
      await run();
      mailbox.deleteEvent(mailbox.events().find((e) => e.subject === 'A')?.id ?? '');
      mailbox.updateEvent(mailbox.events().find((e) => e.subject === 'B')?.id ?? '', { subject: 'B2' });
      expect(await run()).toMatchObject({ removed: 1, updated: 1 });
      const before = hands.log.at(-1)?.run ?? '';
      let left = at;
      const died = await hands
        .undo('run', before, () => {
          left -= 1;
          if (left < 0) throw new Error('killed');
        })
        .then(
          () => false,
          () => true,
        );
      await run();
      await hands.undo('run', before);
      await run();
      await settled();
      expect(names()).toEqual(['A', 'B', ...OTHERS]);
      expect(subjects()).toEqual(['B2', ...OTHERS]);
      if (!died) return;
    }
  }, 120_000);

  it('by a server that does not answer says so, and the rest is not tried', async () => {
    const { hands, run, settled, espo, mailbox, names } = await stage();
    for (let i = 0; i < 6; i += 1) mailbox.createEvent('default', timed(`E${i}`, `2026-12-1${i}`));
    await run();
    espo.faults.push({ match: (r) => r.method === 'DELETE', when: 'before', status: 503, times: 50 });
    const { undone, skipped } = await hands.undoLastRun();
    expect(undone).toBe(0);
    expect(skipped).toHaveLength(6);
    expect(skipped.every(({ code }) => code === 'lost' || code === 'notTried')).toBe(true);
    espo.faults.length = 0;
    await settled();
    expect(names()).toHaveLength(6);
  });
});

describe('the log', () => {
  it('keeps 90 days', async () => {
    const { hands, run, company, mailbox } = await stage();
    mailbox.createEvent('default', timed('Long ago', '2026-12-01'));
    await run();
    company.world.advance(89 * 86_400_000);
    mailbox.createEvent('default', timed('Lately', '2027-03-01'));
    await run();
    expect(hands.log.map((row) => row.title)).toEqual(['Long ago', 'Lately']);
    company.world.advance(2 * 86_400_000);
    await run();
    expect(hands.log.map((row) => row.title)).toEqual(['Lately']);
  });

  it('keeps 20,000 rows', async () => {
    const { hands, browser, run, company, mailbox } = await stage();
    mailbox.createEvent('default', timed('One'));
    await run();
    const [row] = hands.log;
    if (!row) throw new Error('nothing was logged');
    const { id: _id, ...rest } = row;
    const at = company.world.now();
    await browser.store.commit({ activity: Array.from({ length: 20_000 }, () => ({ ...rest, at })) });
    await run();
    expect(hands.log).toHaveLength(20_000);
    expect(hands.log.some((one) => one.id === row.id)).toBe(false);
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
