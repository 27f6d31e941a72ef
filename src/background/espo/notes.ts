/** Notes in a record's stream: written once, and looked for before they are sent again. */
import * as v from 'valibot';
import type { Notes, RecordId } from '../sync/model/port';
import { type EspoClient, problem } from './client';
import { parseEspoTime } from './dates';

/** Own notes that may have been written since: more is not written in a minute. */
const LATEST = 20;
/** The server's clock has whole seconds. */
const LEEWAY = 3000;

const Note = v.looseObject({
  type: v.nullish(v.string(), ''),
  post: v.nullish(v.string(), ''),
  createdById: v.nullish(v.string(), ''),
  createdAt: v.nullish(v.string(), ''),
});
const Stream = v.object({ list: v.array(v.unknown()) });

/** What is written to a record's stream: a Note of type Post. EspoCRM knows no key for it, and tells nobody but the record's followers. */
export class EspoNotes implements Notes {
  readonly #client: EspoClient;
  readonly #me: string;
  readonly #now: () => number;

  constructor(client: EspoClient, me: string, now: () => number) {
    this.#client = client;
    this.#me = me;
    this.#now = now;
  }

  async has({ type, id }: RecordId, text: string, since: number): Promise<boolean | undefined> {
    const skew = await this.#client.measuredSkew();
    const path = `${type}/${encodeURIComponent(id)}/stream?maxSize=${LATEST}`;
    const answer = await this.#client.send({ method: 'GET', path });
    // Gone with its stream: nothing is left to write to.
    if (answer.status === 404) return false;
    const stream = v.safeParse(Stream, answer.body);
    if (answer.status !== 200 || !stream.success) return undefined;
    return stream.output.list.some((row) => {
      const note = v.safeParse(Note, row);
      if (!note.success || note.output.type !== 'Post' || note.output.createdById !== this.#me) return false;
      const { post, createdAt } = note.output;
      return same(post, text) && (parseEspoTime(createdAt) ?? this.#now()) >= since + skew - LEEWAY;
    });
  }

  async write({ type, id }: RecordId, text: string) {
    const body = { type: 'Post', post: text, parentType: type, parentId: id };
    const answer = await this.#client.send({ method: 'POST', path: 'Note', body });
    if (answer.status === 200 || answer.status === 201) return { kind: 'ok' as const };
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 429)
      return { kind: 'refused' as const, detail: answer.reason || String(answer.status) };
    throw problem(answer);
  }
}

/** Servers trim, and 7.5 writes line ends anew. */
const same = (a: string, b: string): boolean => bare(a) === bare(b);
const bare = (text: string): string => text.replace(/\r\n?/g, '\n').trim();
