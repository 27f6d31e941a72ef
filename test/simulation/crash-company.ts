import { DAY } from '../../src/shared/time.ts';
import { type Act } from './acts.ts';
import { cast, crash, sync } from './crash-words.ts';

const full = { browsers: [1, 1], rights: ['full' as const, 'full' as const] };
const team = { browsers: [1, 1], rights: ['team' as const, 'team' as const] };
const common: Act = { act: 'inviteEvent', tag: 1, day: 1, title: 0, everybody: true };
const organized: Act = { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed', guests: 'colleagues' };
const theirs: Act = { act: 'sync', by: 1 };
const crashTheirs: Act = { act: 'crash', at: 0, by: 1 };

/** Several users, and several browsers of one. */
export const COMPANY: Record<string, Act[]> = {
  'a common meeting, the first of two': [cast(full), common, crash, theirs],
  'a common meeting, the second of two': [cast(full), common, sync, crashTheirs],
  'a common meeting with the key field': [cast({ ...full, keyField: true }), common, sync, crashTheirs],
  'a common meeting, rights of a team': [cast(team), common, sync, crashTheirs],
  "a colleague's invitation, the organizer first": [cast(full), organized, sync, crashTheirs],
  "a colleague's invitation, the attendee first": [cast(full), organized, theirs, crash],
  "a colleague's invitation is moved by its organizer": [
    cast({ ...full, keyField: true }),
    organized,
    sync,
    theirs,
    { act: 'editEvent', pick: 0, field: 'when', value: 9 },
    crash,
    theirs,
  ],
  "a colleague's invitation is declined": [
    cast(full),
    organized,
    sync,
    theirs,
    { act: 'respondEvent', by: 1, pick: 0, response: 'declined' },
    crashTheirs,
  ],
  'reassigned to a colleague': [
    cast(full),
    { act: 'createRecord', tag: 1, day: 1, title: 0, type: 'Meeting' },
    sync,
    theirs,
    { act: 'assignRecord', pick: 0, to: 1 },
    crash,
    theirs,
  ],
  'reassigned away and back': [
    cast(full),
    { act: 'createRecord', tag: 1, day: 1, title: 0, type: 'Meeting' },
    sync,
    { act: 'assignRecord', pick: 0, to: 1 },
    sync,
    { act: 'assignRecord', pick: 0, to: 0 },
    crash,
  ],
  'the second browser of a user': [
    cast({ browsers: [2] }),
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed' },
    { act: 'createRecord', tag: 2, day: 2, title: 0, type: 'Meeting' },
    sync,
    { act: 'crash', at: 0, browser: 1 },
  ],
  'two browsers by turns': [
    cast({ browsers: [2], keyField: true }),
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed' },
    sync,
    { act: 'sync', browser: 1 },
    { act: 'editEvent', pick: 0, field: 'title', value: 3 },
    crash,
    { act: 'sync', browser: 1 },
  ],
  'two browsers, one of them asleep for a week': [
    cast({ browsers: [2], keyField: true }),
    { act: 'createRecord', tag: 1, day: 1, title: 0, type: 'Meeting' },
    sync,
    { act: 'sync', browser: 1 },
    { act: 'deleteRecord', pick: 0 },
    sync,
    { act: 'wait', ms: 7 * DAY },
    { act: 'crash', at: 0, browser: 1 },
  ],
};
