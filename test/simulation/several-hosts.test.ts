/** A record that several colleagues have in their calendars has one host: nobody is invited, and no Teams meeting is made, once for each of them. */
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/shared/settings.ts';
import { company, FULL } from './colleagues.ts';
import { Hands } from './hands.ts';
import { meeting } from './scene.ts';

async function stage(settings: Partial<Settings>, several: boolean) {
  const here = await company({ role: FULL, settings: { direction: 'both', ...settings } });
  const { clara, dirk, espo, later } = here;
  espo.addField('Meeting', 'cJoin', { type: 'url', maxLength: 255 });
  if (several) espo.setAssignedUsers('Meeting');
  const { assignedUserId: _, ...times } = meeting('Review', clara.id);
  const bob = espo.act('admin').create('Contact', { lastName: 'Ray', emailAddress: 'bob@customer.example' }).id;
  const make = (owners: Record<string, unknown>) =>
    espo.act('clara').create('Meeting', { ...times, contactsIds: [bob], ...owners }).id;
  const runs = async () => {
    for (const { browser } of [clara, dirk, clara, dirk]) {
      later();
      await browser.run();
    }
  };
  const online = () => [clara, dirk].map(({ mailbox }) => mailbox.events().map((event) => event['isOnlineMeeting']));
  return { ...here, make, runs, online };
}

describe('assigned to two', () => {
  it('with “Always” both are asked, and nobody is mailed by the setting alone', async () => {
    const { make, runs, graph, clara, dirk, settled } = await stage({ invite: 'always' }, true);
    make({ assignedUsersIds: [clara.id, dirk.id] });
    await runs();
    expect(graph.mails).toEqual([]);
    for (const { browser } of [clara, dirk])
      expect(await new Hands(browser).need()).toMatchObject({ reason: 'wouldInvite', mails: ['Ray'] });
    await settled();
  });

  it('whoever says yes invites, once', async () => {
    const { make, runs, graph, clara, dirk } = await stage({ invite: 'always' }, true);
    make({ assignedUsersIds: [clara.id, dirk.id] });
    await runs();
    await new Hands(clara.browser).press('apply');
    await runs();
    expect(graph.mails.map(({ kind, to }) => [kind, ...to])).toEqual([['invitation', 'bob@customer.example']]);
  });

  it('the second makes no Teams meeting of its own where there is a link to join', async () => {
    const { make, runs, online, clara, dirk, settled } = await stage(
      { teamsMeeting: 'always', joinLinkField: { Meeting: 'cJoin' } },
      true,
    );
    make({ assignedUsersIds: [clara.id, dirk.id] });
    await runs();
    expect(online()).toEqual([[true], [false]]);
    await settled();
  });
});

it('whoever only takes part makes no Teams meeting of a colleague’s record', async () => {
  const { make, runs, online, clara, dirk, settled } = await stage(
    { teamsMeeting: 'always', alsoParticipant: true },
    false,
  );
  make({ assignedUserId: clara.id, usersIds: [clara.id, dirk.id] });
  await runs();
  expect(online()).toEqual([[true], [false]]);
  await settled();
});
