/** Undo of deletions and links, cut short, and how long the log is kept. */

import { describe, expect, it } from 'vitest';
import { buttons } from './hands.ts';
import { meeting, timed } from './scene.ts';
import { OTHERS, stage } from './stage.ts';

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
