import type { EspoServer, EspoVersion, Quirks } from '../sandbox/espo/server.ts';
import { type EspoReport, runEspoContract } from './espo-contract.ts';

/** A change that makes the stand-in kinder than the original. The contract must notice. */
export interface Kindness {
  name: string;
  version: EspoVersion;
  apply(server: EspoServer): void;
}

const without = (name: string, quirk: keyof Quirks, version: EspoVersion = '9.2.7'): Kindness => ({
  name,
  version,
  apply: (server) => {
    server.quirks[quirk] = false;
  },
});

export const espoKindnesses: Kindness[] = [
  without('names with < > = are accepted', 'nameCharacters'),
  without('names of any length are accepted', 'maxLength'),
  without('names are not trimmed', 'trim'),
  without('an empty text stays an empty text', 'emptyIsNull'),
  without('a PUT that changes nothing leaves modifiedAt alone', 'noopMovesModifiedAt'),
  without('users still see deleted records', 'noTombstones'),
  without('lists of any length', 'listLimit'),
  without('long texts come whole in lists', 'cutsTexts', '9.3.10'),
  without('users who may not be read can be invited', 'unreadableRefused'),
  without('401 says what is wrong', 'emptyUnauthorized'),
  without('failed logins lock nobody out', 'loginLock'),
  without('the assigned user can be taken out of the attendees', 'assignedStays'),
  without('an attendee with rights "own" may edit', 'attendeeReadOnly'),
  without('onlyMy shows declined meetings too', 'onlyMyHidesDeclined'),
  without('dates with milliseconds are understood', 'strictDates'),
  without('times alone turn an all-day record into a timed one', 'stickyAllDay'),
  without('10.0 keeps all-day dates without their flag', 'stickyAllDay', '10.0.0'),
  without('POST answers show every attribute', 'sparseCreate'),
  without('uid is there for everybody', 'hidesUid'),
  without('a stale version number is no conflict', 'versionConflict'),
  without('duplicates of contacts are accepted', 'duplicates'),
  without('unknown metadata is null', 'emptyMetadata'),
  without('URLs of any length', 'urlLimit'),
  without('CORS is open', 'noCors'),
  without('totals are always counted', 'noTotal'),
  without('offsets in where values are understood', 'misreadsOffsets', '9.3.10'),
  without('maintenance lets users in', 'maintenance'),
  without('JSON is read whatever its content type', 'contentType'),
  without('a token works without its secret', 'tokenSecret'),
  without('rights "own" show all records', 'ownOnly'),
  without('assignedUserId may be left out', 'assignedRequired'),
];

export interface Tried {
  name: string;
  version: EspoVersion;
  caught: boolean;
  /** The first exchange that gave it away, `file:line note`. */
  by?: string;
}

/** Puts one kindness in and runs the contract: caught when an exchange that was identical no longer is. */
export async function tryKindness(kindness: Kindness, plain?: EspoReport): Promise<Tried> {
  const { name, version } = kindness;
  const before = plain ?? (await runEspoContract(version));
  const after = await runEspoContract(version, { apply: (server) => kindness.apply(server) });
  const index = after.details.findIndex(
    ({ outcome }, at) => outcome === 'different' && before.details[at]?.outcome === 'identical',
  );
  const found = after.details[index];
  const caught = found !== undefined && after.identical < before.identical;
  return { name, version, caught, ...(found ? { by: `${found.file}:${found.line} ${found.note}` } : {}) };
}

/** All of them, or the given ones; the plain runs are made once per version. */
export async function tryKindnesses(list: Kindness[] = espoKindnesses): Promise<Tried[]> {
  const plain = new Map<EspoVersion, EspoReport>();
  const tried: Tried[] = [];
  for (const kindness of list) {
    const { version } = kindness;
    if (!plain.has(version)) plain.set(version, await runEspoContract(version));
    tried.push(await tryKindness(kindness, plain.get(version)));
  }
  return tried;
}
