/** What was deleted on one side and stands on the other: restored, removed or left. */

import { describe, expect, it } from 'vitest';
import { asked } from '../surface/english.ts';
import { buttons } from './hands.ts';
import { meeting, timed } from './scene.ts';
import { stage } from './stage.ts';

describe('deleted on one side', () => {
  async function worked() {
    const here = await stage();
    here.mailbox.createEvent('default', {
      ...timed('Worked on'),
      body: { contentType: 'text', content: 'plan' },
    } as never);
    for (let i = 0; i < 6; i += 1) here.mailbox.createEvent('default', timed(`Other ${i}`, `2026-12-1${i}`));
    await here.run();
    here.anna.update('Meeting', here.idOf('Worked on'), { description: 'hours of work' });
    await here.run();
    here.mailbox.deleteEvent(here.eventOf('Worked on'));
    expect(await here.run()).toMatchObject({ removed: 0, held: 1 });
    return here;
  }

  it('a record that was worked on is restored in Outlook, deleted, or left', async () => {
    const { hands, run, settled, subjects, names } = await worked();
    const item = await hands.press('restore');
    expect(item).toMatchObject({ reason: 'touchedRecord', side: 'espo', restores: 'outlook' });
    expect(asked(item)).toContain('stream');
    expect(await run()).toMatchObject({ created: 1, removed: 0, held: 0 });
    expect(subjects()).toContain('Worked on');
    expect(names()).toContain('Worked on');
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('restored, it runs on as the same pair', async () => {
    const { hands, run, settled, mailbox, eventOf, idOf, anna, names } = await worked();
    await hands.press('restore');
    await run();
    mailbox.updateEvent(eventOf('Worked on'), { subject: 'Worked on, renamed' });
    expect(await run()).toMatchObject({ updated: 1, created: 0 });
    expect(names()).toContain('Worked on, renamed');
    anna.update('Meeting', idOf('Worked on, renamed'), { name: 'Again' });
    expect(await run()).toMatchObject({ updated: 1, created: 0 });
    await settled();
  });

  it('Apply deletes it, with all its values in the log', async () => {
    const { hands, run, settled, names } = await worked();
    await hands.press('apply');
    expect(await run()).toMatchObject({ removed: 1 });
    expect(names()).not.toContain('Worked on');
    const gone = hands.log.filter((row) => row.op === 'remove');
    expect(gone.find((row) => row.field === 'description')?.oldValue).toBe('hours of work');
    expect(gone.map((row) => row.field)).toEqual(['title', 'when', 'description', 'status']);
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('Discard leaves it, and it is not listed again', async () => {
    const { hands, run, settled, names } = await worked();
    await hands.press('discard');
    await run();
    await settled();
    expect(names()).toContain('Worked on');
    expect(await hands.needs()).toEqual([]);
  });

  it('what was kept by the rules can be restored, and an edit made meanwhile travels with it', async () => {
    const { hands, run, settled, mailbox, anna, eventOf, idOf, names } = await stage();
    for (const name of ['Kept', 'Other 1', 'Other 2']) mailbox.createEvent('default', timed(name));
    await run();
    anna.update('Meeting', idOf('Kept'), { location: 'Room 3' });
    await run();
    anna.remove('Meeting', idOf('Kept'));
    expect(await run()).toMatchObject({ removed: 0, held: 0 });
    const item = await hands.need();
    expect(item).toMatchObject({ side: 'espo', reason: 'deletedByPerson', actions: buttons('restore', 'discard') });
    expect(asked(item)).toBe('It was deleted in EspoCRM and kept in Outlook.');
    mailbox.updateEvent(eventOf('Kept'), { subject: 'Kept, renamed' });
    await run();
    await hands.press('restore');
    expect(await run()).toMatchObject({ created: 1, updated: 1 });
    expect(names()).toContain('Kept, renamed');
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('somebody who has made it again by hand is not given a second one', async () => {
    const { hands, run, settled, mailbox, anna, idOf, espo } = await stage();
    for (const name of ['Kept', 'Other 1', 'Other 2']) mailbox.createEvent('default', timed(name));
    await run();
    anna.remove('Meeting', idOf('Kept'));
    await run();
    await hands.press('restore');
    anna.create('Meeting', meeting('Kept', anna.id));
    expect(await run()).toMatchObject({ created: 0 });
    await settled();
    expect(espo.dump('Meeting')).toHaveLength(3);
    expect(mailbox.events()).toHaveLength(3);
  });

  it('where the direction does not lead, nothing is offered', async () => {
    const { hands, browser, run, mailbox, anna, idOf } = await stage('outlookToEspo');
    for (const name of ['Kept', 'Other 1', 'Other 2']) mailbox.createEvent('default', timed(name));
    anna.create('Meeting', meeting('Only there', anna.id, '2026-12-02'));
    await run();
    anna.remove('Meeting', idOf('Kept'));
    await run();
    expect((await hands.need()).restores).toBe('espo');
    browser.settings = { ...browser.settings, direction: 'espoToOutlook' };
    expect(await hands.needs()).toEqual([]);
  });

  it('in EspoCRM to Outlook, a deleted event is kept and can be restored in Outlook only', async () => {
    const { hands, run, settled, mailbox, anna, subjects } = await stage('espoToOutlook');
    for (const name of ['Kept', 'Other 1', 'Other 2']) anna.create('Meeting', meeting(name, anna.id));
    await run();
    mailbox.deleteEvent(mailbox.events().find((e) => e.subject === 'Kept')?.id ?? '');
    await run();
    expect(await hands.press('restore')).toMatchObject({ restores: 'outlook' });
    expect(await run()).toMatchObject({ created: 1 });
    expect(subjects()).toEqual(['Kept', 'Other 1', 'Other 2']);
    await settled();
  });

  it('a restore that was killed after its create makes one event', async () => {
    for (const where of ['request sent', 'answer received', 'before commit', 'after commit']) {
      for (let at = 0; at < 40; at += 1) {
        const here = await worked();
        await here.hands.press('restore');
        let left = at;
        const dies = () => {
          left -= 1;
          if (left < 0) throw new Error('killed');
        };
        await here.run((what) => (what === where ? dies() : undefined)).catch(() => undefined);
        await here.run();
        await here.run();
        expect(here.subjects().filter((s) => s === 'Worked on')).toEqual(['Worked on']);
        expect(here.names().filter((s) => s === 'Worked on')).toEqual(['Worked on']);
        await here.settled();
        if (left >= 0) break;
      }
    }
  }, 120_000);
});
