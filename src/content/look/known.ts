/** Events that the worker knows, for the days of the page: asked for only where ids are missing, or say something else than the tile. */
import type { KnownTile } from '../../shared/card';
import { matchKnown, type Said, subjectOf } from '../recognise/known-events';
import { plain } from '../recognise/label';
import { language } from './days';

type Ask = (days: { from: string; until: string }) => Promise<KnownTile[]>;

export class Known {
  readonly #ask: Ask;
  #days = '';
  #events: Promise<KnownTile[]> | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  forget(): void {
    this.#events = undefined;
  }

  async #of(days: readonly string[]): Promise<KnownTile[]> {
    const [from, until] = [days[0], days.at(-1)];
    if (!from || !until) return [];
    if (this.#days !== `${from} ${until}`) this.#events = undefined;
    this.#days = `${from} ${until}`;
    this.#events ??= this.#ask({ from, until }).catch(() => {
      this.#events = undefined;
      return [];
    });
    return this.#events;
  }

  /** Tiles that nothing is known of by their id, and what they can only be, beside all that is on the page. */
  async match(
    days: readonly string[],
    tiles: readonly Said[],
    all: readonly Said[] = [],
  ): Promise<Map<Said, KnownTile>> {
    const events = (await this.#of(days)).map((event) => ({ ...event, title: event.badge.title, known: event }));
    const found = matchKnown(events, tiles, language(), all);
    return new Map([...found].map(([tile, { known }]) => [tile, known]));
  }

  /** Tiles whose id means one event and whose words mean another: nobody can say which. */
  async doubtful(
    days: readonly string[],
    tiles: readonly (Said & { key: string; named: string })[],
  ): Promise<string[]> {
    const others = tiles.filter(({ title, named }) => title !== '' && subjectOf(title) !== plain(named));
    if (others.length === 0) return [];
    const found = await this.match(days, others);
    return [...found].flatMap(([tile, { badge }]) =>
      `${badge.type}/${badge.id}` === (tile as (typeof tiles)[number]).key ? [] : [tile.id],
    );
  }
}
