/** No check is worth anything unless it fails where its rule is broken: worlds and browsers that break one. */
import { emptyReport } from '../../src/background/sync/model/engine.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { Act } from './acts.ts';
import { cast } from './crash-words.ts';
import { play } from './history.ts';
import type { Player } from './player.ts';

export const GRAPH = 'https://graph.microsoft.com/v1.0';

export const ESPO = 'https://crm.example.test/api/v1';

export const event: Extract<Act, { act: 'createEvent' }> = {
  act: 'createEvent',
  tag: 1,
  day: 1,
  title: 0,
  kind: 'timed',
};

export const record: Act = { act: 'createRecord', tag: 2, day: 2, title: 0, type: 'Meeting' };

export const both = [cast(), event, record];

export const two = cast({ browsers: [1, 1], rights: ['full', 'full'] });

export const rulesOf = async (acts: Act[], meddle: (player: Player) => void | Promise<void>): Promise<string[]> =>
  (await play(1, acts, { meddle })).violations.map(({ rule }) => rule);

export const rowOf = (player: Player, tag: number): Row => {
  const found = player.cast.records().find(({ row }) => player.ledger.tagOf(row) === tag);
  if (!found) throw new Error(`no record #${tag}`);
  return found.row;
};

export const eventOf = (player: Player, tag: number, user = 0) => {
  for (const one of player.cast.member(user).box.events) if (player.ledger.tagOf(one) === tag) return one;
  throw new Error(`no event #${tag}`);
};

/** A browser that sends this one request instead of a run. */
export async function rogue(
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
    return emptyReport();
  };
  await player.runs.whole(station);
  browser.run = run;
}
