/** A Call whose event turned all-day becomes a Meeting. */

import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { asked } from '../surface/english.ts';
import { buttons } from './hands.ts';
import { timed } from './scene.ts';
import { stage } from './stage.ts';

describe('a Call that cannot last all day', () => {
  const allDay = (subject: string, day = '2026-12-01') => ({
    subject,
    isAllDay: true,
    start: { dateTime: `${day}T00:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${day.slice(0, 8)}02T00:00:00`, timeZone: 'UTC' },
  });

  it('becomes a Meeting when its event turns all-day; the untouched Call goes', async () => {
    const { hands, run, settled, mailbox, eventOf, names } = await stage();
    for (const name of ['Call: Ring', 'Call: Other']) mailbox.createEvent('default', timed(name));
    await run();
    mailbox.updateEvent(eventOf('Call: Ring'), allDay('Call: Ring'));
    expect(writesOf(await run())).toBe(0);
    const item = await hands.press('makeMeeting');
    expect(item).toMatchObject({ reason: 'turnedAllDay', actions: buttons('makeMeeting', 'discard', 'remove') });
    expect(await run()).toMatchObject({ created: 1, removed: 1 });
    expect([names(), names('Call')]).toEqual([['Ring'], ['Other']]);
    await settled();
    mailbox.updateEvent(eventOf('Call: Ring'), { subject: 'Call: Ring twice' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(names()).toEqual(['Ring twice']);
    expect(await hands.needs()).toEqual([]);
  });

  it('a Call that was worked on is kept, unlinked, and its text is on the Meeting', async () => {
    const { hands, run, settled, mailbox, anna, espo, eventOf, idOf, names } = await stage();
    mailbox.createEvent('default', timed('Call: Ring'));
    await run();
    anna.update('Call', idOf('Ring', 'Call'), { description: 'what was said' });
    await run();
    mailbox.updateEvent(eventOf('Call: Ring'), allDay('Call: Ring'));
    await run();
    await hands.press('makeMeeting');
    expect(await run()).toMatchObject({ created: 1, removed: 0 });
    expect([names(), names('Call')]).toEqual([['Ring'], ['Ring']]);
    expect(espo.dump('Meeting')[0]).toMatchObject({ description: 'what was said' });
    await settled();
    expect(mailbox.events()).toHaveLength(1);
  });

  it('killed anywhere on the way, it is one Meeting, no Call and one event', async () => {
    for (let at = 0; at < 80; at += 1) {
      const { hands, run, settled, mailbox, eventOf, names, subjects } = await stage();
      for (const name of ['Call: Ring', 'Call: Other']) mailbox.createEvent('default', timed(name));
      await run();
      mailbox.updateEvent(eventOf('Call: Ring'), allDay('Call: Ring'));
      await run();
      await hands.press('makeMeeting');
      let left = at;
      const died = await run(() => {
        left -= 1;
        if (left < 0) throw new Error('killed');
      }).then(
        () => false,
        () => true,
      );
      await run();
      await run();
      await settled();
      expect([at, names(), names('Call'), subjects()]).toEqual([
        at,
        ['Ring'],
        ['Other'],
        ['Call: Other', 'Call: Ring'],
      ]);
      expect(await hands.needs()).toEqual([]);
      if (!died) return;
    }
  }, 120_000);

  it('an all-day event that is left out becomes a Meeting by the button', async () => {
    const { hands, run, settled, mailbox, names } = await stage();
    mailbox.createEvent('default', allDay('Call: Whole day'));
    expect(writesOf(await run())).toBe(0);
    const item = await hands.press('makeMeeting');
    expect(item).toMatchObject({ reason: 'callAllDay', side: 'espo' });
    expect(asked(item)).toContain('Calls cannot last all day.');
    expect(await hands.needs()).toEqual([]);
    expect(await run()).toMatchObject({ created: 1 });
    expect([names(), names('Call')]).toEqual([['Whole day'], []]);
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('the decision outlives runs that fail before it is written', async () => {
    const { hands, run, mailbox, espo, names } = await stage();
    mailbox.createEvent('default', allDay('Call: Whole day'));
    await run();
    await hands.press('makeMeeting');
    espo.faults.push({ match: (r) => r.method === 'POST' && r.url.endsWith('/Meeting'), when: 'before', status: 503 });
    await run().catch(() => undefined);
    expect(await hands.needs()).toEqual([]);
    await run();
    expect(names()).toEqual(['Whole day']);
  });

  it('discarded, it is not listed again, and comes when it is timed', async () => {
    const { hands, run, settled, mailbox, eventOf, names } = await stage();
    mailbox.createEvent('default', allDay('Call: Whole day'));
    await run();
    await hands.press('discard');
    await run();
    expect(await hands.needs()).toEqual([]);
    mailbox.updateEvent(eventOf('Call: Whole day'), timed('Call: Whole day'));
    expect(await run()).toMatchObject({ created: 1 });
    expect(names('Call')).toEqual(['Whole day']);
    await settled();
  });
});
