/** Who in EspoCRM an address belongs to. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { type EspoClient, isClosed, problem } from './client';
import { goOnTo } from './endless';
import { isOfPart } from './part';
import { equals, listPath, or } from './query';
import { EspoId, EspoList, parse } from './schema';

/** Whom an address may belong to; of several the first kind counts. */
export const KINDS = ['User', 'Contact', 'Lead'] as const;
export type Kind = (typeof KINDS)[number];
/** And an account, which takes part in nothing, but has addresses of its own. */
export const HOLDERS = [...KINDS, 'Account'] as const;
type HolderKind = (typeof HOLDERS)[number];

export interface Known {
  kind: Kind;
  id: string;
}

/** Addresses asked for in one request (espo.md 5), as far as they fit into the 8 kB of a request line and the answer into a page. */
const TOGETHER = 60;
const LINE = 6000;

/** Who has some of the addresses that were asked for. */
interface Holder {
  id: string;
  addresses: string[];
  account: string;
}

const text = v.nullish(v.string(), '');
const Row = v.looseObject({ id: EspoId, emailAddress: text, accountId: text });
const Addresses = v.looseObject({ emailAddressData: v.nullish(v.array(v.looseObject({ emailAddress: text })), []) });

/** Who in EspoCRM has which address. Asked once in a run; whom the user may not read is not found. */
export class People {
  readonly #client: EspoClient;
  readonly #pageSize: number;
  /** Lower-case address -> id, '' for nobody. */
  readonly #known = new Map<HolderKind, Map<string, string>>(HOLDERS.map((kind) => [kind, new Map()]));
  /** Lower-case address -> accounts of the contacts who have it, '' for a contact without one, and accounts that have it themselves. */
  readonly #accounts = new Map<string, Set<string>>();
  readonly #closed = new Set<HolderKind>();
  /** Kinds that could not be asked: of an address that is nobody of the others, nobody can say whose it is. */
  readonly #failed = new Set<HolderKind>();
  readonly #onFailure: (kind: HolderKind, error: SyncError) => void;
  /** Asked for as one kind, so likely to be asked for as another: fills requests up that have room. */
  readonly #met = new Set<string>();

  constructor(
    client: EspoClient,
    pageSize: number,
    onFailure: (kind: HolderKind, error: SyncError) => void = () => undefined,
  ) {
    this.#client = client;
    this.#pageSize = pageSize;
    this.#onFailure = onFailure;
  }

  /** Looks up what is not known yet: one request per kind and 60 addresses. */
  async learn(addresses: Iterable<string>, kinds: readonly HolderKind[] = KINDS): Promise<void> {
    const all = [...new Set([...addresses].map((a) => a.toLowerCase()))];
    for (const address of all) this.#met.add(address);
    await Promise.all(kinds.map((kind) => this.#learn(kind, all)));
  }

  of(address: string, kinds: readonly Kind[] = KINDS): Known | undefined {
    for (const kind of kinds) {
      const id = this.#known.get(kind)?.get(address.toLowerCase());
      if (id) return { kind, id };
    }
    return undefined;
  }

  /** The accounts of all contacts with that address, '' for a contact without one; or those that have it themselves, where they were asked for. */
  accountsOf(address: string): ReadonlySet<string> {
    return this.#accounts.get(address.toLowerCase()) ?? new Set();
  }

  /** Whether it may belong to somebody of a kind that could not be asked; of several the first kind counts. */
  unsure(address: string, kinds: readonly HolderKind[] = KINDS): boolean {
    for (const kind of kinds) {
      if (this.#known.get(kind)?.get(address.toLowerCase())) return false;
      if (this.#failed.has(kind)) return true;
    }
    return false;
  }

  async #learn(kind: HolderKind, addresses: readonly string[]): Promise<void> {
    const known = this.#known.get(kind) as Map<string, string>;
    const open = addresses.filter((address) => !known.has(address));
    const together = Math.min(TOGETHER, this.#pageSize);
    const asked = new Set(open);
    const others = [...this.#met].filter((address) => !known.has(address) && !asked.has(address));
    if (open.length > 0) open.push(...others.slice(0, together - (open.length % together || together)));
    for (const part of parts(open, together)) {
      if (this.#closed.has(kind) || this.#failed.has(kind)) return;
      const rows = await this.#rows(kind, part).catch((error: unknown) => this.#alone(kind, error));
      if (!rows) return;
      for (const address of part) known.set(address, '');
      // Several with one address: on every colleague's browser the same one.
      for (const { id, addresses: its, account } of rows)
        for (const address of its) {
          if (!part.includes(address)) continue;
          if (known.get(address) === '' || id < (known.get(address) as string)) known.set(address, id);
          const its = kind === 'Account' ? id : account;
          if (kind === 'Contact' || kind === 'Account')
            this.#accounts.set(address, new Set([...this.accountsOf(address), its]));
        }
    }
  }

  /** `or` of `equals`: `in` on addresses is a 500 on 8.3 and 8.4, and both may bring a record twice (espo-versions.md 1.4). */
  async #rows(kind: HolderKind, addresses: readonly string[]): Promise<Holder[]> {
    const rows: v.InferOutput<typeof Row>[] = [];
    let last = '';
    for (let pages = 0; ; pages += 1) {
      goOnTo(pages, kind);
      const where = [or(...addresses.map((address) => equals('emailAddress', address)))];
      if (last !== '') where.push({ type: 'greaterThan', attribute: 'id', value: last });
      const select = ['id', 'emailAddress', ...(kind === 'Contact' ? ['accountId'] : [])];
      const path = listPath(kind, { where, select, maxSize: this.#pageSize, orderBy: 'id' });
      const answer = await this.#client.send({ method: 'GET', path, headers: { 'X-No-Total': 'true' } });
      // No right to this kind, or to its addresses: nobody of it is found.
      if (isClosed(answer)) {
        this.#closed.add(kind);
        return [];
      }
      if (answer.status !== 200) throw problem(answer);
      const page = parse(EspoList, answer.body, `${kind} list`).list.flatMap((row) => {
        const parsed = v.safeParse(Row, row);
        return parsed.success ? [parsed.output] : [];
      });
      rows.push(...page);
      last = page.at(-1)?.id ?? '';
      if (page.length < this.#pageSize) break;
    }
    return Promise.all(
      [...new Map(rows.map((row) => [row.id, row])).values()].map(async ({ id, emailAddress, accountId: account }) => {
        const primary = emailAddress.toLowerCase();
        // Found by another of its addresses: a list shows only the first one.
        const its = addresses.includes(primary) ? [primary] : await addressesOf(this.#client, kind, id);
        return { id, addresses: its, account };
      }),
    );
  }

  /** One kind that does not answer stops neither the others nor the run. */
  async #alone(kind: HolderKind, error: unknown): Promise<undefined> {
    if (!(error instanceof SyncError) || !(await isOfPart(this.#client, error))) throw error;
    this.#failed.add(kind);
    this.#onFailure(kind, error);
    return undefined;
  }
}

/** All addresses of one record, in lower case: a list shows the first one only. */
export async function addressesOf(client: EspoClient, type: string, id: string): Promise<string[]> {
  const answer = await client.send({ method: 'GET', path: `${type}/${encodeURIComponent(id)}` });
  const parsed = v.safeParse(Addresses, answer.body);
  if (answer.status === 403 || answer.status === 404) return [];
  if (answer.status !== 200) throw problem(answer);
  if (!parsed.success) throw new SyncError('espo.unreadable', type);
  return (parsed.output.emailAddressData ?? []).map((one) => one.emailAddress.toLowerCase());
}

function parts(addresses: readonly string[], together: number): string[][] {
  const list: string[][] = [];
  let length = 0;
  for (const address of addresses) {
    const last = list.at(-1);
    const more = encodeURIComponent(address).length + 60;
    if (last && last.length < together && length + more < LINE) {
      last.push(address);
      length += more;
    } else {
      list.push([address]);
      length = more;
    }
  }
  return list;
}
