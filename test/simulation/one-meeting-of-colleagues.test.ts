/** One meeting of two colleagues who both have the extension is one record (DESIGN 3.4). */
import { describe, expect, it } from 'vitest';
import type { NewRole } from '../sandbox/espo/control.ts';
import { company, FULL, person, TEAM, usersOf } from './colleagues.ts';
import { meeting, timed } from './scene.ts';

describe.each([
  ['all rights', FULL, false],
  ['all rights and the optional field', FULL, true],
  ['team rights', TEAM, false],
  ['team rights and the optional field', TEAM, true],
])('one meeting of two colleagues, %s', (_name, role, keyField) => {
  it('is one record, whoever comes first, with both among its users', async () => {
    const { clara, dirk, later, settled, records } = await company({ role, keyField });
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await dirk.browser.run();
    later();
    await clara.browser.run();
    later();
    await settled();
    expect(records()).toHaveLength(1);
    expect(records()[0]?.['assignedUserId']).toBe(dirk.id);
    expect(usersOf(records()[0]).map((u) => u.id)).toEqual(expect.arrayContaining([clara.id, dirk.id]));
  });

  it('is one record in the end when both make one in the same moment', async () => {
    const { clara, dirk, later, settled, records, firm, graph } = await company({ role, keyField });
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    // Clara's browser has looked and found nothing; before its create arrives, Dirk's whole run passes.
    const { fetch } = firm;
    let raced = false;
    firm.fetch = async (input, init) => {
      if (!raced && init?.method === 'POST' && String(input).endsWith('/api/v1/Meeting')) {
        raced = true;
        await dirk.browser.run();
      }
      return fetch(input, init);
    };
    await clara.browser.run();
    expect(records()).toHaveLength(2);
    for (let i = 0; i < 2; i += 1)
      for (const { browser } of [clara, dirk]) {
        later();
        await browser.run();
      }
    later();
    await settled();
    expect(records()).toHaveLength(1);
    expect(graph.mails).toHaveLength(1);
  });
});

describe('invited through a distribution list', () => {
  const list = person('sales');
  async function invitedByList(role: NewRole = FULL) {
    const firm = await company({ role });
    firm.graph.addList('sales@contoso.example', ['clara@contoso.example', 'dirk@contoso.example']);
    firm.graph.addMailbox({ oid: 'boss', address: 'boss@elsewhere.example', name: 'Boss' });
    const invite = (subject: string, content = '') =>
      firm.graph
        .mailbox('boss')
        .createEvent('default', { ...timed(subject), body: { contentType: 'text', content }, attendees: [list] });
    return { ...firm, invite };
  }

  it('two colleagues have one record, although the list is the only guest and neither is named', async () => {
    const { clara, dirk, later, settled, records, invite } = await invitedByList();
    invite('Kick-off');
    await dirk.browser.run();
    later();
    await clara.browser.run();
    later();
    await settled();
    expect(records()).toHaveLength(1);
  });

  it("a stranger's meeting that is only called alike stays theirs", async () => {
    const { clara, dirk, later, settled, records, invite, espo } = await invitedByList();
    invite('Weekly', 'About the first quarter');
    const theirs = espo
      .act('anna')
      .create('Meeting', { ...meeting('Weekly', espo.user('anna').id), description: 'My own' });
    await clara.browser.run();
    later();
    await dirk.browser.run();
    later();
    await settled();
    expect(records().find(({ id }) => id === theirs['id'])?.['description']).toBe('My own');
    expect(records()).toHaveLength(2);
  });

  it('looks for them once a wave, not once an event', async () => {
    const { clara, invite, firm } = await invitedByList();
    for (let i = 0; i < 30; i += 1) invite(`Day ${i}`);
    const asked: string[] = [];
    const { fetch } = firm;
    firm.fetch = async (input, init) => {
      const url = decodeURIComponent(String(input));
      if (url.includes('/api/v1/Meeting?') && url.includes('dateStart')) asked.push(url);
      return fetch(input, init);
    };
    await clara.browser.run();
    const anybodys = asked.filter((url) => !url.includes('createdById') && !url.includes('usersIds'));
    expect(anybodys).toHaveLength(1);
  });
});
