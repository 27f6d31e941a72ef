import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { HOUR } from '../../src/shared/time.ts';
import { asked } from '../surface/english.ts';
import { buttons, Hands } from './hands.ts';
import { meeting, scene, timed } from './scene.ts';

const day = (i: number) => `2026-12-${String(1 + (i % 28)).padStart(2, '0')}`;

/** A scene that has so many events linked already, so that nothing is a first sync any more. */
async function stage(events: number, records = 0) {
  const here = await scene();
  const { mailbox, anna, espo, run, browser, company } = here;
  for (let i = 0; i < events; i += 1) mailbox.createEvent('default', timed(`E${i}`, day(i)));
  for (let i = 0; i < records; i += 1) anna.create('Meeting', meeting(`R${i}`, anna.id, day(100 + i)));
  expect(await run()).toMatchObject({ created: events + records, held: 0 });
  const hands = new Hands(browser);
  const eventsOf = (prefix: string) => mailbox.events().filter((e) => e.subject.startsWith(prefix));
  const rowsOf = (prefix: string) => espo.dump('Meeting').filter((row) => String(row['name']).startsWith(prefix));
  const later = (ms: number) => company.world.advance(ms);
  return { ...here, hands, eventsOf, rowsOf, later };
}

describe('deletions', () => {
  it('four of twelve pass, a fifth within the day is held with its number, and passes on the next day', async () => {
    const { run, hands, eventsOf, mailbox, rowsOf, later } = await stage(12);
    for (const event of eventsOf('E').slice(0, 4)) mailbox.deleteEvent(event.id);
    expect(await run()).toMatchObject({ removed: 4, held: 0 });
    later(10 * HOUR);
    for (const event of eventsOf('E').slice(0, 4)) mailbox.deleteEvent(event.id);
    for (let i = 0; i < 3; i += 1) expect(await run()).toMatchObject({ removed: 0, held: 4 });
    const item = await hands.need();
    expect(item).toMatchObject({ reason: 'bulk', side: 'espo', actions: buttons('discard', 'apply') });
    expect(asked(item)).toContain('4 of 8 would be deleted in EspoCRM (Meeting).');
    expect(asked(item)).toContain('stream');
    // Nobody deletes four more on a later day.
    later(20 * HOUR);
    expect(await run()).toMatchObject({ removed: 4, held: 0 });
    expect(rowsOf('E')).toHaveLength(4);
  });

  it('all of two are held; one of two is not', async () => {
    const { run, hands, eventsOf, mailbox } = await stage(2);
    for (const event of eventsOf('E')) mailbox.deleteEvent(event.id);
    expect(await run()).toMatchObject({ removed: 0, held: 2 });
    expect(asked(await hands.need())).toContain('2 of 2 would be deleted in EspoCRM');
    const other = await stage(3);
    other.mailbox.deleteEvent(other.eventsOf('E')[0]?.id ?? '');
    expect(await other.run()).toMatchObject({ removed: 1, held: 0 });
  });

  it('exactly a fifth pass, one more are held', async () => {
    const fifth = await stage(30);
    for (const event of fifth.eventsOf('E').slice(0, 6)) fifth.mailbox.deleteEvent(event.id);
    expect(await fifth.run()).toMatchObject({ removed: 6, held: 0 });
    const more = await stage(30);
    for (const event of more.eventsOf('E').slice(0, 7)) more.mailbox.deleteEvent(event.id);
    expect(await more.run()).toMatchObject({ removed: 0, held: 7 });
  });

  it('held before a kill are held after it, and those that may pass go on', async () => {
    const held = await stage(30);
    for (const event of held.eventsOf('E').slice(0, 7)) held.mailbox.deleteEvent(event.id);
    for (let at = 0; at < 60; at += 7) {
      let left = at;
      await held
        .run(() => {
          left -= 1;
          if (left < 0) throw new Error('killed');
        })
        .catch(() => undefined);
      expect(held.rowsOf('E')).toHaveLength(30);
    }
    expect(await held.run()).toMatchObject({ removed: 0, held: 7 });
    // A fifth of thirty: N is what it was before the kill, or the rest would be held.
    const passing = await stage(30);
    for (const event of passing.eventsOf('E').slice(0, 6)) passing.mailbox.deleteEvent(event.id);
    let deletes = 0;
    await passing
      .run((what) => {
        if (what === 'answer received' && passing.rowsOf('E').length < 28) deletes += 1;
        if (deletes > 0 && what === 'after commit') throw new Error('killed');
      })
      .catch(() => undefined);
    expect(passing.rowsOf('E').length).toBeLessThan(30);
    expect(await passing.run()).toMatchObject({ held: 0 });
    expect(passing.rowsOf('E')).toHaveLength(24);
  });

  it('what is confirmed is not asked again, also when its run is killed; what comes on top is', async () => {
    const { run, hands, eventsOf, mailbox, rowsOf } = await stage(30);
    for (const event of eventsOf('E').slice(0, 20)) mailbox.deleteEvent(event.id);
    expect(await run()).toMatchObject({ held: 20 });
    await hands.press('apply');
    expect(await hands.needs()).toEqual([]);
    await run((what) => {
      if (what === 'answer received' && rowsOf('E').length < 25) throw new Error('killed');
    }).catch(() => undefined);
    expect(rowsOf('E').length).toBeLessThan(30);
    expect(await hands.needs()).toEqual([]);
    for (const event of eventsOf('E').slice(0, 5)) mailbox.deleteEvent(event.id);
    expect(await run()).toMatchObject({ held: 5 });
    expect(rowsOf('E')).toHaveLength(10);
    expect(asked(await hands.need())).toContain('5 of ');
  });

  it('an answer covers what was shown: more that came in since is asked with its own number', async () => {
    const { run, hands, eventsOf, mailbox, rowsOf } = await stage(30);
    for (const event of eventsOf('E').slice(0, 10)) mailbox.deleteEvent(event.id);
    await run();
    expect(asked(await hands.need())).toContain('10 of 30');
    for (const event of eventsOf('E').slice(0, 8)) mailbox.deleteEvent(event.id);
    await run();
    expect(asked(await hands.need())).toContain('18 of 30');
    await hands.press('apply');
    for (const event of eventsOf('E').slice(0, 6)) mailbox.deleteEvent(event.id);
    expect(await run()).toMatchObject({ removed: 18, held: 6 });
    expect(rowsOf('E')).toHaveLength(12);
    expect(asked(await hands.need())).toContain('6 of 30');
  });

  it('of a record that is edited after the answer is asked again', async () => {
    const { run, hands, eventsOf, rowsOf, mailbox, anna, later } = await stage(30);
    for (const event of eventsOf('E').slice(0, 10)) mailbox.deleteEvent(event.id);
    await run();
    await hands.press('apply');
    later(60_000);
    anna.update('Meeting', String(rowsOf('E0')[0]?.id), { description: 'wanted after all' });
    expect(await run()).toMatchObject({ removed: 9, held: 1 });
    expect(await hands.need()).toMatchObject({ reason: 'touchedRecord', title: 'E0' });
  });

  it('are counted per side, calendar and type', async () => {
    const { run, anna, rowsOf, eventsOf, mailbox, later } = await stage(10, 10);
    mailbox.deleteEvent(eventsOf('E')[0]?.id ?? '');
    for (const row of rowsOf('R').slice(0, 4)) anna.remove('Meeting', String(row.id));
    expect(await run()).toMatchObject({ removed: 5, held: 0 });
    later(HOUR);
    anna.remove('Meeting', String(rowsOf('R')[0]?.id));
    expect(await run()).toMatchObject({ removed: 0, held: 1 });
  });
});

describe('edits', () => {
  it('half of twenty pass, more are held, also when they drip in over the day', async () => {
    const { run, hands, eventsOf, mailbox, rowsOf, later, settled } = await stage(20);
    const rename = (from: number, to: number) => {
      for (const event of eventsOf('E').slice(from, to))
        mailbox.updateEvent(event.id, { subject: `${event.subject} new` });
    };
    rename(0, 10);
    expect(await run()).toMatchObject({ updated: 10, held: 0 });
    later(5 * HOUR);
    rename(10, 12);
    expect(await run()).toMatchObject({ updated: 0, held: 2 });
    expect(asked(await hands.need())).toBe('2 of 20 would be changed in EspoCRM (Meeting).');
    await hands.press('discard');
    await settled();
    expect(rowsOf('E').filter((row) => String(row['name']).endsWith('new'))).toHaveLength(10);
  });

  it('of nineteen are never held', async () => {
    const { run, eventsOf, mailbox } = await stage(19);
    for (const event of eventsOf('E')) mailbox.updateEvent(event.id, { subject: `${event.subject} new` });
    expect(await run()).toMatchObject({ updated: 19, held: 0 });
  });
});

describe('creations', () => {
  it('150 and 150 within a day: the second are held with their number', async () => {
    const { run, hands, mailbox, later, espo } = await stage(3);
    const add = (n: number, name: string) => {
      for (let i = 0; i < n; i += 1) mailbox.createEvent('default', timed(`${name}${i}`, day(i)));
    };
    add(150, 'A');
    expect(await run()).toMatchObject({ created: 150, held: 0 });
    later(12 * HOUR);
    add(150, 'B');
    for (let i = 0; i < 2; i += 1) expect(await run()).toMatchObject({ created: 0, held: 150 });
    expect(asked(await hands.need())).toBe('150 would be created in EspoCRM (Meeting).');
    await hands.press('apply');
    expect(await run()).toMatchObject({ created: 150, held: 0 });
    expect(espo.dump('Meeting')).toHaveLength(303);
    // Confirmed creations count towards no later question.
    later(13 * HOUR);
    add(1, 'C');
    expect(await run()).toMatchObject({ created: 1, held: 0 });
  });

  it('of the first sync are not counted, neither in it nor after it', async () => {
    const { run, mailbox } = await stage(230);
    mailbox.createEvent('default', timed('One more', '2026-12-30'));
    expect(await run()).toMatchObject({ created: 1, held: 0 });
    expect(writesOf(await run())).toBe(0);
  });

  it('201 at once are held, 200 are not', async () => {
    const some = await stage(1);
    for (let i = 0; i < 200; i += 1) some.mailbox.createEvent('default', timed(`A${i}`, day(i)));
    expect(await some.run()).toMatchObject({ created: 200, held: 0 });
    const many = await stage(1);
    for (let i = 0; i < 201; i += 1) many.mailbox.createEvent('default', timed(`A${i}`, day(i)));
    expect(await many.run()).toMatchObject({ created: 0, held: 201 });
  });
});
