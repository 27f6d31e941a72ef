/** Each rule notices a write that breaks it. */

import { describe, expect, it } from 'vitest';
import type { Act } from './acts.ts';
import { both, ESPO, event, eventOf, GRAPH, record, rogue, rowOf, rulesOf, two } from './broken-rules.ts';
import { cast } from './crash-words.ts';
import type { Player } from './player.ts';

describe('a history that breaks no rule', () => {
  it('has no violation', async () => {
    expect(await rulesOf(both, () => undefined)).toEqual([]);
  });
});

describe('each rule notices a write that breaks it', () => {
  it('direction', async () => {
    const wall = cast({ settings: { direction: 'outlookToEspo' } });
    const outlook = await rulesOf([wall, event], (p) =>
      rogue(p, 'PATCH', `${GRAPH}/me/events/${eventOf(p, 1).id}`, { subject: 'x' }),
    );
    expect(outlook).toContain('direction');
    const other = cast({ settings: { direction: 'espoToOutlook' } });
    const espo = await rulesOf([other, record], (p) =>
      rogue(p, 'PUT', `${ESPO}/Meeting/${rowOf(p, 2).id}`, { name: 'x' }),
    );
    expect(espo).toContain('direction');
  });

  it('mail', async () => {
    const meeting: Act = { ...event, guests: 'outsider' };
    const rules = await rulesOf([cast(), meeting], (p) =>
      rogue(p, 'PATCH', `${GRAPH}/me/events/${eventOf(p, 1).id}`, { subject: 'x' }),
    );
    expect(rules).toContain('mail');
    const batch = await rulesOf([cast(), meeting], (p) =>
      rogue(p, 'POST', `${GRAPH}/$batch`, {
        requests: [
          {
            id: '1',
            method: 'PATCH',
            url: `/me/events/${eventOf(p, 1).id}`,
            headers: { 'Content-Type': 'application/json' },
            body: { subject: 'x' },
          },
        ],
      }),
    );
    expect(batch).toContain('mail');
  });

  it('condition: If-Match, the read before the write, transactionId and marker', async () => {
    const patch = await rulesOf(both, (p) =>
      rogue(p, 'PATCH', `${GRAPH}/me/events/${eventOf(p, 1).id}`, { subject: 'x' }),
    );
    const put = await rulesOf(both, (p) =>
      rogue(p, 'PUT', `${ESPO}/Meeting/${rowOf(p, 2).id}`, { name: 'x' }, 0, false),
    );
    const moment = { dateTime: '2026-12-01T10:00:00', timeZone: 'UTC' };
    const post = await rulesOf(both, (p) =>
      rogue(p, 'POST', `${GRAPH}/me/calendar/events`, { subject: 'x', start: moment, end: moment }, 0, false),
    );
    for (const rules of [patch, put, post]) expect(rules).toContain('condition');
  });

  it('echo', async () => {
    const subject = 'Review 1';
    const rules = await rulesOf(both, (p) => rogue(p, 'PATCH', `${GRAPH}/me/events/${eventOf(p, 1).id}`, { subject }));
    expect(rules).toContain('echo');
  });

  it('guard', async () => {
    const records = [1, 2, 3, 4, 5, 6].map((tag): Act => ({ ...record, tag }) as Act);
    const requests = (p: Player) =>
      [1, 2, 3, 4, 5, 6].map((tag) => ({ id: `${tag}`, method: 'DELETE', url: `/me/events/${eventOf(p, tag).id}` }));
    const rules = await rulesOf([cast(), ...records], (p) =>
      rogue(p, 'POST', `${GRAPH}/$batch`, { requests: requests(p) }),
    );
    expect(rules).toContain('guard');
  });

  it('series', async () => {
    const rules = await rulesOf([cast(), { ...event, kind: 'series' }], (p) => {
      const { id } = p.cast.company.graph.control.mailbox('anna').occurrenceIds(eventOf(p, 1).id, '2026-12-02');
      return rogue(p, 'PATCH', `${GRAPH}/me/events/${id}`, { subject: 'x' });
    });
    expect(rules).toContain('series');
  });

  it('organizer', async () => {
    const rules = await rulesOf([cast(), { act: 'inviteEvent', tag: 1, day: 1, title: 0 }], (p) =>
      rogue(p, 'PATCH', `${GRAPH}/me/events/${eventOf(p, 1).id}`, { categories: ['Red'] }),
    );
    expect(rules).toContain('organizer');
  });

  it('assigned, whoWrites, users, responses', async () => {
    const linked: Act[] = [
      two,
      record,
      { act: 'addUser', pick: 0, to: 1 },
      { act: 'respondRecord', by: 1, pick: 0, status: 'Tentative' },
    ];
    const put = (body: (p: Player) => unknown, user: number) => (p: Player) =>
      rogue(p, 'PUT', `${ESPO}/Meeting/${rowOf(p, 2).id}`, body(p), user);
    const bert = (p: Player) => p.cast.member(1).espo.id;
    expect(
      await rulesOf(
        linked,
        put((p) => ({ assignedUserId: bert(p) }), 0),
      ),
    ).toContain('assigned');
    expect(
      await rulesOf(
        linked,
        put(() => ({ name: 'x' }), 1),
      ),
    ).toContain('whoWrites');
    expect(
      await rulesOf(
        linked,
        put(() => ({ usersIds: [] }), 0),
      ),
    ).toContain('users');
    const answer = (p: Player) => ({ usersColumns: { [bert(p)]: { status: 'Accepted' } } });
    const alone = await rulesOf(linked, async (p) => {
      // The organizer's browser may: here nobody has the event.
      eventOf(p, 2).isOrganizer = false;
      await put(answer, 0)(p);
    });
    expect(alone).toContain('responses');
  });

  it('loss: a deletion that nobody asked for', async () => {
    const inEspo = await rulesOf(both, (p) => rogue(p, 'DELETE', `${ESPO}/Meeting/${rowOf(p, 1).id}`));
    const inOutlook = await rulesOf(both, (p) => rogue(p, 'DELETE', `${GRAPH}/me/events/${eventOf(p, 2).id}`));
    for (const rules of [inEspo, inOutlook]) expect(rules).toContain('loss');
  });

  it('loss: a deletion that a person made, and that does not travel', async () => {
    const rules = await rulesOf([cast(), record, { act: 'sync' }, { act: 'deleteEvent', pick: 0 }], (p) =>
      rogue(p, 'DELETE', `${ESPO}/Meeting/${rowOf(p, 2).id}`),
    );
    expect(rules).toContain('loss');
  });

  it('loss: the event of a record that can only not be read any more', async () => {
    const rules = await rulesOf(
      [cast(), record, { act: 'sync' }, { act: 'rights', user: 0, rights: 'own' }, { act: 'handOver', pick: 0 }],
      (p) => rogue(p, 'DELETE', `${GRAPH}/me/events/${eventOf(p, 2).id}`),
    );
    expect(rules).toContain('loss');
  });

  it('no loss: the event of a record that is somebody else’s by now, and can be read', async () => {
    const rules = await rulesOf([cast(), record, { act: 'sync' }, { act: 'handOver', pick: 0 }], (p) =>
      rogue(p, 'DELETE', `${GRAPH}/me/events/${eventOf(p, 2).id}`),
    );
    expect(rules).not.toContain('loss');
  });

  it('log: a value of a person is overwritten without a word', async () => {
    const rules = await rulesOf(both, (p) => rogue(p, 'PUT', `${ESPO}/Meeting/${rowOf(p, 2).id}`, { name: 'x' }));
    expect(rules).toContain('log');
  });
});
