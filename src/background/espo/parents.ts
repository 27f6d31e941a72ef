/** Which record a new one belongs to, where that is certain. */
import { SyncError } from '../../shared/codes';
import { espoRef } from '../sync/model/item';
import type { ParentHints } from '../sync/model/parent-hints';
import { domainOf } from '../sync/model/people';
import { nameKey } from '../sync/model/plain-name';
import type { RecordId } from '../sync/model/port';
import type { EspoClient } from './client';
import { accountsOfDomains, isDomain } from './domain-accounts';
import { isFreeMail } from './free-mail';
import { recordsNamed } from './named-records';
import { isOfPart } from './part';
import { HOLDERS, type People } from './people';

export interface ParentsOptions {
  client: EspoClient;
  people: People;
  pageSize: number;
  /** Mail domains of the organization: its colleagues are no customers. */
  domains: readonly string[];
  /** An account is also found by the domain of an address. */
  byDomain: boolean;
}

/** Finds parents by who takes part and by names; whatever leaves a doubt is none. Asked once in a run. */
export class Parents {
  readonly #o: ParentsOptions;
  /** Domain -> ids of accounts; undefined for too many. What could not be asked is missing. */
  readonly #accounts = new Map<string, readonly string[] | undefined>();
  /** `<type> <key of a name>` -> records, in the same way. */
  readonly #named = new Map<string, readonly RecordId[] | undefined>();

  constructor(options: ParentsOptions) {
    this.#o = options;
  }

  /** Looks up what these speak of, in few requests: the people must have been learned. */
  async learn(asked: readonly { hints: ParentHints; types: readonly string[] }[]): Promise<void> {
    const ofAccounts = asked.flatMap(({ hints, types }) => (types.includes('Account') ? hints.people : []));
    // Whoever is nobody may be an account itself: its switchboard, its invoices.
    await this.#o.people.learn(
      ofAccounts.filter((address) => !this.#o.people.of(address)),
      ['Account'],
    );
    const names = new Map<string, Set<string>>();
    for (const { hints, types } of asked)
      for (const type of hints.named.length > 0 ? types : [])
        names.set(type, new Set([...(names.get(type) ?? []), ...hints.named]));
    const domains = new Set(ofAccounts.flatMap((one) => this.#domain(one)));
    await Promise.all([
      ...[...names].map(([type, wanted]) => this.#learnNames(type, [...wanted])),
      this.#learnDomains([...domains].filter((domain) => !this.#accounts.has(domain))),
    ]);
  }

  of({ people, named }: ParentHints, types: readonly string[]): RecordId | undefined {
    const keys = keysOf(named, types);
    if (keys.some((key) => this.#named.get(key) === undefined)) return undefined;
    const found = new Map(
      keys.flatMap((key) => this.#named.get(key) ?? []).map((one) => [`${one.type}/${one.id}`, one]),
    );
    // The user has named it; of several nobody can say which.
    if (found.size > 0) return found.size === 1 ? [...found.values()][0] : undefined;
    const id = types.includes('Account') ? this.#accountOf(people) : undefined;
    return id === undefined ? undefined : { type: 'Account', id };
  }

  /**
   * Where it is not certain, what it may be: records that are called so, else the accounts of those who take part, and of whoever has none
   * they themselves; the one that speaks for most of them first. undefined where nobody can say it now.
   */
  choices({ people, named }: ParentHints, types: readonly string[]): RecordId[] | undefined {
    const keys = keysOf(named, types);
    if (keys.some((key) => !this.#named.has(key))) return undefined;
    const called = keys.flatMap((key) => this.#named.get(key) ?? []);
    if (called.length > 0) return byNumber(called);
    if (people.some((address) => this.#isUnsure(address, types))) return undefined;
    return byNumber(people.flatMap((address) => this.#mayMean(address))).filter(({ type }) => types.includes(type));
  }

  /** Nobody can say now whose it is, or its domain. */
  #isUnsure(address: string, types: readonly string[]): boolean {
    if (!types.includes('Account')) return this.#o.people.unsure(address);
    return (
      this.#o.people.unsure(address, HOLDERS) || this.#domain(address).some((domain) => !this.#accounts.has(domain))
    );
  }

  #mayMean(address: string): RecordId[] {
    const known = this.#o.people.of(address);
    if (known?.kind === 'User') return [];
    if (known?.kind === 'Lead') return [{ type: 'Lead', id: known.id }];
    const its = [...this.#o.people.accountsOf(address)].filter((id) => id !== '');
    const accounts = its.length > 0 ? its : (this.#ofDomain(address) ?? []);
    if (accounts.length > 0) return accounts.map((id) => ({ type: 'Account', id }));
    return known ? [{ type: known.kind, id: known.id }] : [];
  }

  /** The one that all belong to of whom anything is known. A lead belongs to none yet. */
  #accountOf(people: readonly string[]): string | undefined {
    const accounts = new Set<string>();
    for (const address of people) {
      if (this.#o.people.unsure(address, HOLDERS)) return undefined;
      const kind = this.#o.people.of(address)?.kind;
      if (kind === 'User') continue;
      if (kind === 'Lead') return undefined;
      const its = this.#o.people.accountsOf(address);
      for (const account of its.size > 0 ? its : ['']) {
        const ids = account === '' ? this.#ofDomain(address) : [account];
        // A domain nobody could look up, one of several accounts, or a contact of no account.
        if (!ids || ids.length > 1 || (ids.length === 0 && kind === 'Contact')) return undefined;
        for (const id of ids) accounts.add(id);
      }
    }
    return accounts.size === 1 ? [...accounts][0] : undefined;
  }

  #ofDomain(address: string): readonly string[] | undefined {
    const [domain] = this.#domain(address);
    return domain === undefined ? [] : this.#accounts.get(domain);
  }

  /** The domain that says where somebody works whose account EspoCRM does not know. */
  #domain(address: string): [] | [string] {
    const domain = domainOf(address);
    if (!this.#o.byDomain || !isDomain(domain) || this.#o.domains.includes(domain) || isFreeMail(domain)) return [];
    const accounts = this.#o.people.accountsOf(address);
    const kind = this.#o.people.of(address)?.kind;
    const isOpen = kind === undefined ? accounts.size === 0 : kind === 'Contact' && accounts.has('');
    return isOpen ? [domain] : [];
  }

  async #learnDomains(domains: readonly string[]): Promise<void> {
    if (domains.length === 0) return;
    const { client, pageSize } = this.#o;
    const found = await this.#alone(accountsOfDomains(client, domains, pageSize));
    for (const [domain, ids] of found ?? []) this.#accounts.set(domain, ids);
  }

  async #learnNames(type: string, names: readonly string[]): Promise<void> {
    const open = names.filter((name) => !this.#named.has(`${type} ${nameKey(name)}`));
    if (open.length === 0) return;
    const { client, pageSize } = this.#o;
    const found = await this.#alone(recordsNamed(client, type, open, pageSize));
    for (const [key, records] of found ?? []) this.#named.set(`${type} ${key}`, records);
  }

  /** A record without its parent is better than none: what cannot be asked is not certain. */
  async #alone<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof SyncError) || !(await isOfPart(this.#o.client, error))) throw error;
      return undefined;
    }
  }
}

const keysOf = (named: readonly string[], types: readonly string[]): string[] => [
  ...new Set(named.flatMap((name) => types.map((type) => `${type} ${nameKey(name)}`))),
];

/** Each once, those named most often first. */
function byNumber(all: readonly RecordId[]): RecordId[] {
  const times = new Map<string, { one: RecordId; count: number }>();
  for (const one of all) {
    const key = espoRef(one.type, one.id);
    times.set(key, { one, count: (times.get(key)?.count ?? 0) + 1 });
  }
  return [...times.values()].sort((a, b) => b.count - a.count).map(({ one }) => one);
}
