/** Each rule notices a world that breaks it. */

import { describe, expect, it } from 'vitest';
import { seenOfLink } from '../../src/background/sync/read/seen-rows.ts';
import type { Act } from './acts.ts';
import { both, event, eventOf, record, rowOf, rulesOf, two } from './broken-rules.ts';
import { cast } from './crash-words.ts';
import { play } from './history.ts';
import type { Player } from './player.ts';

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
