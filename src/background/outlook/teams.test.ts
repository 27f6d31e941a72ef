import { describe, expect, it } from 'vitest';
import { outlookItem } from '../../../test/contract/examples';
import type { CreateIntent } from '../sync/model/port';
import type { GraphAnswer, GraphClient } from './client';
import { isTeamsRefused, Teams } from './teams';

const create = (key: string, online: boolean): CreateIntent => ({
  ...{ op: 'create', key, feed: 'calendar', fields: outlookItem().event, private: false, meetingKey: '', openedAt: 0 },
  marker: { type: 'Meeting', id: key, nonce: 'n', generation: 0 },
  given: { showAs: 'free', ...(online ? { online: true } : {}) },
});
const answered = (status: number, body: unknown): GraphAnswer => ({ status, headers: {}, body });

function calendar(body: unknown) {
  const asked: string[] = [];
  let none = 0;
  const client = {
    send: async ({ path }: { path: string }) => {
      asked.push(path);
      return answered(200, body);
    },
  } as unknown as GraphClient;
  const teams = new Teams(client, async () => {
    none += 1;
  });
  return { teams, asked, none: () => none };
}

describe('a calendar', () => {
  it.each([
    ['offers Teams', { allowedOnlineMeetingProviders: ['teamsForBusiness'] }, true, 0],
    ['does not say', {}, true, 0],
    ['offers something else', { allowedOnlineMeetingProviders: ['skypeForBusiness'] }, undefined, 1],
  ])('that %s is asked once, and only where it is wanted', async (_what, body, online, none) => {
    const here = calendar(body);
    expect(await here.teams.offered([create('plain', false)])).toHaveLength(1);
    expect(here.asked).toEqual([]);
    const [one] = await here.teams.offered([create('one', true), create('two', true)]);
    expect(one).toMatchObject({ given: { showAs: 'free' } });
    expect((one as CreateIntent).given?.online).toBe(online);
    expect([here.asked.length, here.none()]).toEqual([1, none]);
  });

  it('that refuses one gets the event without; where that is refused, too, it was for something else', async () => {
    for (const [second, none] of [
      [{ kind: 'ok', item: outlookItem() }, 1],
      [{ kind: 'refused', reason: 'refused', detail: '400' }, 0],
    ] as const) {
      const here = calendar({});
      const made: CreateIntent[] = [];
      const result = await here.teams.without(create('one', true), async (plain) => {
        made.push(plain);
        return second;
      });
      expect([result, made[0]?.given, here.none()]).toEqual([second, { showAs: 'free' }, none]);
    }
  });

  it('that makes one without a word is known by it', async () => {
    const here = calendar({});
    const result = (isOnline: boolean) => ({ kind: 'ok' as const, item: outlookItem({ isOnline }) });
    await here.teams.heard(create('one', true), result(true));
    await here.teams.heard(create('two', false), result(false));
    expect(here.none()).toBe(0);
    await here.teams.heard(create('three', true), result(false));
    expect(here.none()).toBe(1);
    expect(((await here.teams.offered([create('four', true)]))[0] as CreateIntent).given).toEqual({ showAs: 'free' });
    expect(here.asked).toEqual([]);
  });

  it('refuses only what asked for one', () => {
    expect(isTeamsRefused(answered(400, {}), create('one', true))).toBe(true);
    expect(isTeamsRefused(answered(403, {}), create('one', true))).toBe(true);
    expect(isTeamsRefused(answered(400, {}), create('one', false))).toBe(false);
    expect(isTeamsRefused(answered(500, {}), create('one', true))).toBe(false);
  });
});
