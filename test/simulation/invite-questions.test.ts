/** What becomes of answers to questions about invitations: nobody is mailed but whom they were about. */
import { describe, expect, it } from 'vitest';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import type { NeedsAction } from '../../src/shared/needs.ts';
import { company } from './invite-scene.ts';

describe('people whom a question is about', () => {
  it.each(['deleted', 'unlinked', 'another address'])(
    'are looked up once more before they are mailed, however long the question stood: %s',
    async (how) => {
      const { make, bob, run, mailed, hands, anna, espo, settled } = await company({ invite: 'ask' });
      const record = make([bob]);
      await run();
      await hands.press('apply');
      // None of it moves the record's time of change.
      if (how === 'deleted') espo.act('admin').remove('Contact', bob);
      else if (how === 'unlinked') anna.unlink('Meeting', record, 'contacts', bob);
      else espo.act('admin').update('Contact', bob, { emailAddress: 'bob@new.example' });
      await run();
      expect(mailed()).toEqual([]);
      if (how !== 'another address') return expect(await hands.needs()).toEqual([]);
      await hands.press('apply');
      await run();
      expect(mailed()).toEqual([['invitation', ['bob@new.example']]]);
      await run();
      return settled();
    },
  );

  it('are invited when the calendar can be read again, if that was the answer while it could not', async () => {
    const { make, anna, bob, run, mailed, hands, company: all, mailbox } = await company({ invite: 'ask' });
    const record = make([bob]);
    await run();
    await hands.press('apply');
    anna.update('Meeting', record, { name: 'Review and more' });
    const lift = all.graph.control.breakCalendar(mailbox.calendar().id, { status: 500 });
    await run();
    lift();
    for (let i = 0; i < 2; i += 1) await run();
    expect(mailed()).toEqual([['invitation', ['bob@customer.example']]]);
    expect(await hands.needs()).toEqual([]);
  });

  it.each([
    ['both', 'apply', 'apply', ['eve@customer.example']],
    ['only who is new', 'apply', 'discard', ['bob@customer.example', 'eve@customer.example']],
    ['only who is out', 'discard', 'apply', []],
  ] as const)('are asked about apart from each other, and mailed once each: %s', async (_what, comes, goes, left) => {
    const { make, anna, bob, eve, run, guests, mailed, settled, hands, browser } = await company({ invite: 'always' });
    const id = make([bob]);
    await run();
    await run();
    browser.settings = { ...browser.settings, invite: 'ask' };
    anna.update('Meeting', id, { contactsIds: [eve] });
    await run();
    const answers = { wouldInvite: comes, wouldUninvite: goes } as Partial<Record<string, NeedsAction>>;
    const needs = await hands.needs();
    expect(needs.map(({ reason }) => reason).sort()).toEqual(['wouldInvite', 'wouldUninvite']);
    for (const need of needs)
      await giveAnswer(browser.store, { id: need.id, action: answers[need.reason ?? ''] ?? 'discard', choice: '' });
    await run();
    await run();
    expect(guests()).toEqual(left);
    expect(mailed().slice(1)).toEqual([
      ...(comes === 'apply' ? [['invitation', ['eve@customer.example']]] : []),
      ...(goes === 'apply' ? [['cancellation', ['bob@customer.example']]] : []),
    ]);
    await settled();
    expect(await hands.needs()).toEqual([]);
  });
});
