/** Who takes part in a history, with which rights and settings. */

import type { Settings } from '../../src/shared/settings.ts';
import type { CastAct, Rights } from './acts.ts';
import { DEFAULT_CAST } from './cast.ts';
import { Dice } from './dice.ts';

/** A cast, small in most histories: the first ones of every list are the usual ones. */
export function castOf(dice: Dice): CastAct {
  const browsers = dice.weighed<number[]>([
    [870, [1]],
    [45, [2]],
    [60, [1, 1]],
    [10, [1, 2]],
    [12, [1, 1, 1]],
    [3, [2, 2, 2]],
  ]);
  const alone = browsers.length === 1;
  const rights = browsers.map((): Rights => dice.skewed(['full', 'team', 'own', 'noCall'], alone ? 0.95 : 0.7));
  return {
    ...DEFAULT_CAST,
    browsers: [...browsers],
    rights,
    types: dice
      .skewed([['Meeting'], ['Meeting', 'Call'], ['Meeting', 'Call', 'CVisit']], 0.65)
      .slice() as CastAct['types'],
    keyField: dice.chance(alone ? 0.1 : 0.5),
    second: dice.chance(0.12),
    ...(dice.chance(0.15) ? { lease: true } : {}),
    skew: [dice.pick([0, 0, 90_000, -200_000]), dice.pick([0, 0, 90_000, -200_000])],
    page: dice.skewed([200, 2], 0.97),
    variants: dice.chance(0.15)
      ? [
          dice.pick([
            'softDeleteReadable',
            'acceptIsDeleteCreate',
            'eventsSpanCalendars',
            'deltaReplays',
            'declineRemovesCopy',
            'noTeams',
          ]),
        ]
      : [],
    settings: {
      ...(dice.chance(0.35) ? setting(dice) : {}),
      ...(dice.chance(0.2) ? { setParent: dice.pick(['certain', 'ask']), parentByDomain: true } : {}),
      ...(dice.chance(0.15) ? { markHeld: true, declinedNotHeld: true } : {}),
      ...(dice.chance(0.15) ? giving(dice) : {}),
      // Nothing else keeps a meeting with attendees from being written.
      ...(dice.chance(0.1) ? { updateMeetingsWithAttendees: true } : {}),
    },
    ...(dice.chance(0.2) ? { tight: true } : {}),
    ...(dice.chance(0.5) ? { drafts: true } : {}),
    keyLength: dice.pick([100, 100, 32, 20]),
    ...customers(dice),
    ...(dice.chance(0.15) ? { kind: true } : {}),
    ...(dice.chance(0.25) ? { tasks: true } : {}),
    ...(dice.chance(0.2) ? { statuses: true } : {}),
    ...several(dice),
  };
}

/** Visits, which then are more often among what is synced. */
const several = (dice: Dice): Partial<CastAct> =>
  dice.chance(0.12) ? { several: true, ...(dice.chance(0.7) ? { types: ['Meeting', 'CVisit'] } : {}) } : {};

/** Known by contacts, or by the domain of an account alone. */
const customers = (dice: Dice): Pick<CastAct, 'customers'> =>
  dice.chance(0.3) ? { customers: dice.pick(['contact', 'domain', 'several', 'several']) } : {};

export function setting(dice: Dice): Partial<Settings> {
  return dice.pick<() => Partial<Settings>>([
    () => ({ direction: dice.pick(['both', 'outlookToEspo', 'espoToOutlook']) }),
    () => ({ direction: dice.pick(['outlookToEspo', 'espoToOutlook']) }),
    () => ({ removeOutlookOnEspoRemoval: dice.chance(0.7) }),
    () => ({ removeEspoOnOutlookRemoval: dice.chance(0.7) }),
    () => ({ [dice.pick(['markHeld', 'declinedNotHeld'])]: dice.chance(0.8) }),
    () => ({ syncSince: dice.pick(['', '2026-11-01', '2026-12-05', '2026-12-12']) }),
    () => ({ conflicts: dice.pick(['ask', 'lastWins']) }),
    () => ({ recurring: dice.chance(0.7) }),
    () => ({ privateEvents: dice.pick(['leaveOut', 'timesOnly', 'full']) }),
    () => ({ updateMeetingsWithAttendees: dice.chance(0.7) }),
    () => ({ descriptionBothWays: dice.chance(0.7) }),
    () => ({ alsoParticipant: dice.chance(0.7) }),
    () => ({ [dice.pick(['filterFree', 'filterAllDay', 'filterNotAnswered', 'onlyExternal'])]: dice.chance(0.7) }),
    () => ({ attendees: dice.chance(0.3) }),
    () => ({ invite: dice.pick(['never', 'ask', 'draft', 'always']) }),
    () => ({ unknownAttendees: dice.pick(['ignore', 'list']) }),
    () => ({ blockList: dice.chance(0.7) ? ['side.example'] : [] }),
    () => ({ onlyKnownPeople: dice.chance(0.7) }),
    () => ({ assignDefaultTeam: dice.chance(0.7) }),
    () => ({
      setParent: dice.pick(['never', 'certain', 'ask', 'ask']),
      parentByDomain: dice.chance(0.7),
      parentInSubject: dice.chance(0.5),
    }),
    () => ({ joinLinkField: dice.chance(0.7) ? { Meeting: 'cJoin' } : {} }),
    () => ({ locationField: dice.chance(0.7) ? { Meeting: 'cPlace' } : {} }),
    () => ({ categoriesAllow: dice.chance(0.6) ? ['Red'] : [] }),
    () => ({ onlyExternal: dice.chance(0.8), ownDomains: dice.chance(0.6) ? ['side.example'] : [] }),
    () => defaultCall(dice),
    () => ({ categoriesDeny: dice.chance(0.7) ? ['Red'] : [] }),
    () => giving(dice),
    () => ({ entityCategory: dice.chance(0.7) ? { Call: 'Red' } : {} }),
    () => ({ entities: entities(dice) }),
  ])();
}

/** What bears no label is a Call. */
const defaultCall = (dice: Dice): Partial<Settings> =>
  dice.chance(0.7)
    ? {
        defaultEntity: 'Call',
        entities: [
          { type: 'Call', label: '' },
          { type: 'Meeting', label: 'Talk' },
        ],
      }
    : { defaultEntity: 'Meeting', entities: entities(dice) };

/** What new items are given once. */
const giving = (dice: Dice): Partial<Settings> => ({
  reminders: dice.chance(0.5),
  linkedCategory: dice.pick(['', 'EspoCRM', 'Red']),
  heldCategory: dice.pick(['', 'Grey', 'Red']),
  notHeldCategory: dice.pick(['', '', 'Crossed']),
  markTentative: dice.chance(0.6),
  showAs: dice.chance(0.5) ? { Meeting: dice.pick(['free', 'tentative', 'oof']) } : {},
  teamsMeeting: dice.pick(['never', 'field', 'always']),
  teamsField: { Meeting: 'cOnline' },
  ...(dice.chance(0.7) ? { joinLinkField: { Meeting: 'cJoin' } } : {}),
});

/** Labels that change, entities that go and come back. */
const entities = (dice: Dice): Settings['entities'] =>
  dice.pick([
    [{ type: 'Meeting', label: '' }],
    [
      { type: 'Meeting', label: '' },
      { type: 'Call', label: 'Call' },
    ],
    [
      { type: 'Meeting', label: 'Visit' },
      { type: 'Call', label: 'Ring' },
    ],
  ]);
