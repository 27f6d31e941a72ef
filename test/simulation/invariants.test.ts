import { describe, expect, it } from 'vitest';
import { seenOfLink } from '../../src/background/sync/read/seen-rows.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { Act } from './acts.ts';
import { cast } from './crash-words.ts';
import { play } from './history.ts';
import type { Player } from './player.ts';

/** No check is worth anything unless it fails where its rule is broken: each one meets a world or a browser that breaks it. */

const GRAPH = 'https://graph.microsoft.com/v1.0';
const ESPO = 'https://crm.example.test/api/v1';
const event: Act = { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed' };
const record: Act = { act: 'createRecord', tag: 2, day: 2, title: 0, type: 'Meeting' };
const both = [cast(), event, record];
const two = cast({ browsers: [1, 1], rights: ['full', 'full'] });

const rulesOf = async (acts: Act[], meddle: (player: Player) => void | Promise<void>): Promise<string[]> =>
  (await play(1, acts, { meddle })).violations.map(({ rule }) => rule);
const rowOf = (player: Player, tag: number): Row => {
  const found = player.cast.records().find(({ row }) => player.ledger.tagOf(row) === tag);
  if (!found) throw new Error(`no record #${tag}`);
  return found.row;
};
const eventOf = (player: Player, tag: number, user = 0) => {
  for (const one of player.cast.member(user).box.events) if (player.ledger.tagOf(one) === tag) return one;
  throw new Error(`no event #${tag}`);
};

/** A browser that sends this one request instead of a run. */
async function rogue(
  player: Player,
  method: string,
  url: string,
  body?: unknown,
  user = 0,
  reread = true,
): Promise<void> {
  const station = player.cast.station(user);
  const { browser } = station;
  const auth = btoa(`${station.user.name}:${station.user.token}`);
  const run = browser.run.bind(browser);
  const headers = {
    Authorization: `Bearer test-${station.user.oid}`,
    'Espo-Authorization': auth,
    'Espo-Authorization-By-Token': 'true',
    'Content-Type': 'application/json',
  };
  browser.run = async () => {
    // Looked at before, as the rules want it: only what the test is about is wrong.
    if (reread) await browser.company.fetch(url, { method: 'GET', headers });
    await browser.company.fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      created: 0,
      updated: 0,
      removed: 0,
      linked: 0,
      held: 0,
      refused: 0,
      failed: 0,
      lost: 0,
      parts: [],
      stuck: undefined,
    };
  };
  await player.runs.whole(station);
  browser.run = run;
}

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

  it('log: a value of a person is overwritten without a word', async () => {
    const rules = await rulesOf(both, (p) => rogue(p, 'PUT', `${ESPO}/Meeting/${rowOf(p, 2).id}`, { name: 'x' }));
    expect(rules).toContain('log');
  });
});

describe('each rule notices a world that breaks it', () => {
  it('duplicate.records, oneRecord', async () => {
    const again = (by: (p: Player) => string) => (p: Player) => {
      const row = rowOf(p, 1);
      p.cast.company.espo.control.insert('Meeting', { ...row, id: 'second', createdById: by(p) });
    };
    expect(
      await rulesOf(
        both,
        again((p) => p.cast.member().espo.id),
      ),
    ).toContain('duplicate.records');
    const colleague = await rulesOf(
      [two, event],
      again((p) => p.cast.member(1).espo.id),
    );
    expect(colleague).toContain('oneRecord');
  });

  it('duplicate.events', async () => {
    const rules = await rulesOf(both, (p) => {
      p.cast.company.graph.control.mailbox('anna').copyEvent(eventOf(p, 1).id);
    });
    expect(rules).toContain('duplicate.events');
  });

  it('loss, on either side', async () => {
    const row = await rulesOf(both, (p) => {
      rowOf(p, 2).deleted = true;
    });
    expect(row).toContain('loss');
    const gone = await rulesOf(both, (p) => {
      eventOf(p, 1).deletedAt = 1;
    });
    expect(gone).toContain('loss');
  });

  it('agreement, field by field', async () => {
    const changes = { name: 'other', dateEnd: '2026-12-31 10:00:00', location: 'elsewhere', description: '#2# else' };
    for (const [key, value] of Object.entries(changes)) {
      const rules = await rulesOf(both, (p) => {
        rowOf(p, 2)[key] = value;
      });
      expect(rules.filter((rule) => rule.startsWith('agreement'))).toHaveLength(1);
    }
    const half = await rulesOf(both, (p) => {
      rowOf(p, 1).deleted = true;
    });
    expect(half).toContain('agreement.record');
  });

  it.each([
    ['event', event, 'event #1 of anna is unknown'],
    ['record', record, 'record #2 of anna is unknown'],
  ] as const)('overlooked: an %s', async (_name, act, detail) => {
    const forget = async (p: Player) => {
      const { store } = p.cast.station().browser;
      await store.commit({ links: { remove: (await store.linksInState('active')).map((link) => link.id) } });
    };
    const { violations } = await play(1, [cast(), act], { meddle: forget });
    expect(violations).toContainEqual({ rule: 'overlooked', detail });
  });

  it('overlooked: left out as already linked, and it is not', async () => {
    const forget = async (p: Player) => {
      const { store } = p.cast.station().browser;
      const [link] = await store.linksInState('active');
      if (!link) throw new Error('nothing is linked');
      await store.commit({
        links: { remove: [link.id] },
        seen: { put: [{ ...seenOfLink(link), reason: 'alreadyLinked' }] },
      });
    };
    const { violations } = await play(1, [cast(), event], { meddle: forget });
    expect(violations.map(({ detail }) => detail)).toContain(
      'event #1 of anna is left out for a link that is none of its own',
    );
  });

  it('response', async () => {
    const acts: Act[] = [
      cast(),
      { act: 'inviteEvent', tag: 1, day: 1, title: 0 },
      { act: 'respondEvent', pick: 0, response: 'tentativelyAccepted' },
    ];
    expect(await rulesOf(acts, () => undefined)).toEqual([]);
    const rules = await rulesOf(acts, (p) => {
      for (const user of rowOf(p, 1)['#users'] as { status: string }[]) user.status = 'Declined';
    });
    expect(rules).toContain('response');
  });

  it('settles', async () => {
    const rules = await rulesOf(both, (p) => {
      p.cast.company.graph.control.mailbox('anna').updateEvent(eventOf(p, 1).id, { subject: 'late' });
    });
    expect(rules).toContain('settles');
  });

  it('stuck, bug', async () => {
    const stuck = await rulesOf(both, (p) => {
      p.cast.company.espo.control.faults.push({ status: 503, times: Number.POSITIVE_INFINITY });
    });
    expect(stuck).toContain('stuck');
    const bug = await rulesOf(both, (p) => {
      p.cast.station().browser.run = async () => {
        throw new TypeError('undefined is not a function');
      };
    });
    expect(bug).toContain('bug');
  });
});
