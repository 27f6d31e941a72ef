/** An edit in the very second of what a write was decided on. */
import { describe, expect, it } from 'vitest';
import { asked } from '../surface/english.ts';
import { company } from './invite-scene.ts';
import type { MemoryStore } from './memory-store.ts';
import { meeting, scene } from './scene.ts';

describe('an edit in the second of the state that a write was decided on', () => {
  it.each(['update', 'remove'] as const)('is met by the re-read before the %s, and not lost', async (op) => {
    const { anna, mailbox, run, espo, browser } = await scene();
    browser.settings = { ...browser.settings, removeEspoOnOutlookRemoval: true };
    const { id } = anna.create('Meeting', meeting('One', anna.id));
    await run();
    const event = mailbox.events()[0];
    if (op === 'update') mailbox.updateEvent(event?.id ?? '', { subject: 'From Outlook' });
    else mailbox.deleteEvent(event?.id ?? '');
    // All of it in one second: the run begins, reads the record, and reads it again before it writes.
    const edits = [{ location: 'Room 1' }, { name: 'By a person' }];
    espo.faults.push({
      match: ({ url }) => {
        const due = edits.length === 2 || (url.includes('?') && url.includes(String(id)));
        if (due && edits.length > 0) anna.update('Meeting', String(id), edits.shift() ?? {});
        return false;
      },
    });
    await run();
    expect(edits).toEqual([]);
    await run();
    const left = espo.dump('Meeting').map((row) => row['name']);
    const logged = (browser.store as MemoryStore).activity.map((row) => row.oldValue);
    expect([...left, ...logged]).toContain('By a person');
  });
});

describe('somebody who is put on a record in the second of our own write', () => {
  it('is asked about', async () => {
    const { make, anna, bob, eve, run, event, mailbox, espo, hands } = await company({ invite: 'ask' });
    const id = make([bob]);
    const row = () => espo.dump('Meeting').find((one) => one.id === id);
    await run();
    await hands.press('discard');
    await run();
    mailbox.updateEvent(event()?.id ?? '', { subject: 'Review it' });
    await run();
    const written = row()?.['modifiedAt'];
    anna.update('Meeting', id, { contactsIds: [bob, eve] });
    expect([row()?.['name'], row()?.['modifiedAt']]).toEqual(['Review it', written]);
    await run();
    expect(asked(await hands.need())).toBe('Invite one person: Eve Ray? Outlook would send an invitation.');
  });
});
