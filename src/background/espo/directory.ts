/** Looks people up in EspoCRM by their addresses. */
import * as v from 'valibot';
import type { Added, Directory, GuestFound, GuestsAsked, ParentsAsked } from '../sync/model/directory';
import type { ParentChoice } from '../sync/model/parent-hints';
import { type EspoAnswer, type EspoClient, problem } from './client';
import { type GuestsOptions, guestsOf } from './guests';
import { parentChoices } from './parent-choices';
import type { Parents } from './parents';
import type { People } from './people';
import { refusal, refusedField } from './refusal';
import { cutTo, limit } from './text-limits';

const Duplicates = v.array(v.looseObject({ id: v.string(), emailAddress: v.nullish(v.string(), '') }));

/** What either part of a person's name holds as EspoCRM brings it along. */
const NAME = limit('name', 100);

/** Who is known to EspoCRM, and how somebody becomes known. */
export class EspoDirectory implements Directory {
  readonly #client: EspoClient;
  readonly #people: People;
  readonly #parents: Parents;
  readonly #o: GuestsOptions;

  constructor(options: GuestsOptions & { parents: Parents }) {
    this.#client = options.client;
    this.#parents = options.parents;
    this.#people = options.people;
    this.#o = options;
  }

  guests = (asked: readonly GuestsAsked[]): Promise<(GuestFound[] | undefined)[]> => guestsOf(this.#o, asked);

  async parents(asked: readonly ParentsAsked[]): Promise<(ParentChoice[] | undefined)[]> {
    const people = asked.flatMap(({ by }) => by.people);
    if (people.length > 0) await this.#people.learn(people);
    const typed = asked.map(({ type, by }) => ({ hints: by, types: this.#o.entity(type)?.parents ?? [] }));
    return parentChoices(this.#client, this.#parents, typed, this.#o.pageSize);
  }

  async known(addresses: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
    await this.#people.learn(addresses);
    const asked = addresses.map((a) => a.toLowerCase()).filter((address) => !this.#people.unsure(address));
    return new Map(asked.map((address) => [address, this.#people.of(address) !== undefined]));
  }

  /**
   * EspoCRM itself looks for duplicates by name and by address (espo.md 4): whom it names is taken, so that nobody is there twice. Asked
   * again after a lost answer it names the one that was made.
   */
  async add(kind: 'Contact' | 'Lead', { address, name }: { address: string; name: string }): Promise<Added> {
    const answer = await this.#post(kind, { ...nameParts(name, address), emailAddress: address });
    if (answer.status === 409) {
      const found = v.safeParse(Duplicates, answer.body);
      const same = found.success ? found.output.find((one) => one.emailAddress.toLowerCase() === address) : undefined;
      // A namesake with another address may be another person: nobody but the user can say.
      return same ? { kind: 'there', ref: `${kind}/${same.id}` } : { kind: 'refused', detail: 'namesake' };
    }
    if (answer.status === 200 || answer.status === 201) {
      const made = v.safeParse(v.looseObject({ id: v.string() }), answer.body);
      if (made.success) return { kind: 'made', ref: `${kind}/${made.output.id}` };
    }
    // One person whom the server does not take must not stop the sync; whether a 500 made them anyway, its duplicate check says next time.
    if (answer.status === 403 || answer.status === 500) return { kind: 'refused', detail: String(answer.status) };
    if (answer.status < 500 && answer.status !== 401 && answer.status !== 429)
      return { kind: 'refused', detail: refusal(answer).detail };
    throw problem(answer);
  }

  /** Nobody is kept out for want of a first name. */
  async #post(kind: string, body: Record<string, string>): Promise<EspoAnswer> {
    const answer = await this.#client.send({ method: 'POST', path: kind, body });
    if (answer.status !== 400 || refusedField(answer) !== 'firstName' || !('firstName' in body)) return answer;
    const { firstName: _refused, ...rest } = body;
    return this.#post(kind, rest);
  }
}

/** The last word is the last name, which a Contact must have; without a name what stands before the @. */
function nameParts(name: string, address: string): { firstName: string; lastName: string } {
  const words = name
    .replace(/[<>=]/g, ' ')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && !word.includes('@'));
  const last = words.pop() ?? address.slice(0, address.indexOf('@')).replace(/[<>=]/g, '');
  return { firstName: cutTo(words.join(' '), NAME), lastName: cutTo(last, NAME) };
}
