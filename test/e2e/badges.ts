/** Opens Outlook's pages and looks at every tile: badges on the linked ones, leading to the right record, and on no other. */
import type { Frame, Page } from 'playwright-core';
import { toEws } from '../sandbox/graph/ids.ts';
import { plusDays, today } from '../sandbox/input/dates.ts';
import type { Chrome } from './chrome.ts';
import { ANNA } from './stage.ts';
import type { Pair } from './verify.ts';

export interface BadgeCount {
  /** Linked events that stand on the pages looked at. */
  expected: number;
  /** Of those, the ones whose every tile carries the right badge. */
  shown: number;
  /** Tiles with a badge they should not have, or without the one they should have. */
  wrong: number;
  wrongTiles: string[];
}

interface Seen {
  id: string;
  link: string | null;
}

const tilesOf = (place: Page | Frame): Promise<Seen[]> =>
  place.evaluate(() =>
    [...document.querySelectorAll('[data-calitemid]')].map((tile) => ({
      id: tile.getAttribute('data-calitemid') ?? '',
      link: tile.getAttribute('data-espo-link'),
    })),
  );

class Look {
  readonly #links = new Map<string, string>();
  readonly seen = new Map<string, boolean>();
  readonly wrong = new Set<string>();

  constructor(pairs: readonly Pair[]) {
    for (const { eventIds, type, recordId } of pairs)
      for (const id of eventIds) this.#links.set(toEws(id), `${type}/${recordId}`);
  }

  /** Waits until the page shows what it should, at most three seconds: badges come with an answer of the worker. */
  async at(place: Page | Frame, where: string): Promise<number> {
    await place.waitForSelector('[data-calitemid]', { timeout: 3_000 }).catch(() => undefined);
    let tiles = await tilesOf(place);
    for (let tries = 0; tries < 30 && tiles.some((tile) => !this.#right(tile)); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      tiles = await tilesOf(place);
    }
    for (const tile of tiles) {
      const expected = this.#links.get(tile.id);
      const right = this.#right(tile);
      if (!right) this.wrong.add(`${where}: ${tile.link ?? 'no badge'} instead of ${expected ?? 'no badge'}`);
      if (expected !== undefined) this.seen.set(expected, right && this.seen.get(expected) !== false);
    }
    return tiles.length;
  }

  #right({ id, link }: Seen): boolean {
    return (this.#links.get(id) ?? null) === link;
  }
}

/** A day of each week with something in it, from this one until the last event. */
function weeks(chrome: Chrome, now: number): string[] {
  const { box } = chrome.stage.graph.control.mailbox(ANNA.oid);
  const ends = [...box.events].filter((event) => event.deletedAt === undefined && !event.recurrence);
  const last = Math.max(...ends.map((event) => event.end.utc));
  const found: string[] = [];
  const drawn = (date: string) => chrome.stage.outlook.feed(ANNA.oid, { view: 'week', date }).tiles.length > 0;
  for (let day = today(now); Date.parse(day) <= last + 7 * 86_400_000; day = plusDays(day, 7))
    if (drawn(day)) found.push(day);
  return found;
}

const BASE = 'https://outlook.office.com/calendar/view';

export async function lookAtBadges(
  chrome: Chrome,
  pairs: readonly Pair[],
  now: number,
  screenshot?: string,
): Promise<BadgeCount> {
  const look = new Look(pairs);
  const page = await chrome.context.newPage();
  const open = async (path: string, where: string) => {
    await page.goto(`${BASE}/${path}`);
    return look.at(page, where);
  };
  const days = weeks(chrome, now);
  for (const date of days) await open(`week?date=${date}&poll=0`, `week of ${date}`);
  const first = plusDays(today(now), 2);
  // Other views, other ids, another language, tiles that are made anew all the time, and Outlook inside Teams.
  await open(`month?date=${plusDays(today(now), 15)}&poll=0`, 'month');
  await open(`workweek?date=${first}&poll=0&ids=default`, 'work week, default ids');
  await open(`day?date=${first}&poll=0&lang=de`, 'day, German');
  await open(`week?date=${plusDays(first, 7)}&rerender=200&theme=dark`, 'week that re-renders');
  await page.goto('https://outlook.cloud.microsoft/calendar/view/week?ids=default&poll=0');
  await look.at(page, 'new host');
  await page.goto('https://teams.microsoft.com/');
  const frame = await teamsFrame(page);
  if (frame) await look.at(frame, 'Teams');
  else look.wrong.add('Teams: no frame');
  if (screenshot !== undefined) {
    await page.setViewportSize({ width: 1400, height: 1000 });
    await page.goto(`${BASE}/week?date=${plusDays(today(now), 11)}`);
    await look.at(page, 'screenshot');
    await page.screenshot({ path: screenshot });
  }
  await page.close();
  const shown = [...look.seen.values()].filter(Boolean).length;
  return { expected: pairs.length, shown, wrong: look.wrong.size, wrongTiles: [...look.wrong] };
}

async function teamsFrame(page: Page): Promise<Frame | undefined> {
  for (let tries = 0; tries < 30; tries += 1) {
    const found = page.frames().find((frame) => frame.url().includes('/hosted/calendar'));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}
