/** What the lists of a page say: in use, and empty. */
import type { Answers, MessageName } from '../../src/shared/messages.ts';
import { item, NEEDS, PREVIEW, planLine, row } from './fixture-lists.ts';
import { inEspo, NOW, ran, TITLES } from './fixtures.ts';

const WHY: Answers['why.list'] = {
  total: 15,
  groups: [
    {
      group: 'recurring',
      reason: 'recurring',
      state: 'leftOut',
      remedy: { kind: 'setting', key: 'recurring', value: true },
      rows: [item({ count: 52 }), item({ id: 'i2', title: TITLES[1] ?? '' })],
      total: 13,
      next: 'more',
    },
    {
      group: 'unlinked',
      reason: 'unlinked',
      state: 'ended',
      remedy: { kind: 'again' },
      rows: [
        item({
          id: 'i3',
          state: 'ended',
          reason: 'unlinked',
          again: true,
          remedy: { kind: 'again' },
          title: TITLES[0] ?? '',
        }),
      ],
      total: 2,
      next: '',
    },
  ],
};

const ACTIVITY = {
  total: 8,
  next: '',
  rows: [
    row(),
    row({
      id: 2,
      field: 'when',
      oldValue: '2026-11-25T12:00:00.000Z - 2026-11-25T13:00:00.000Z',
      newValue: '2026-11-26 - 2026-11-27',
    }),
    row({ id: 3, record: 'link2', title: TITLES[0] ?? '', op: 'create', causes: ['newInOutlook'] }),
    row({
      id: 4,
      record: 'link3',
      title: TITLES[2] ?? '',
      op: 'remove',
      causes: ['deletedInEspo'],
      side: 'outlook',
      undone: true,
      undoable: false,
      again: 'x',
    }),
    row({
      id: 5,
      record: 'link4',
      title: TITLES[1] ?? '',
      op: 'lose',
      field: 'location',
      oldValue: 'Room 1',
      newValue: 'Room 2',
      causes: ['bothChanged'],
      undoable: false,
    }),
    row({
      id: 6,
      run: 'r0',
      record: 'link5',
      title: '',
      field: 'attendees',
      oldValue: '',
      newValue: 'ann@x.example accepted, bob@y.example',
    }),
  ],
} satisfies Answers['activity.list'];

const CHECK: Answers['setup.check'] = {
  lines: [],
  findings: [
    { trial: 'ifMatch', answer: 'yes', at: NOW, detail: '' },
    { trial: 'pageSize', answer: 'yes', at: NOW, detail: '1000' },
    { trial: 'zoneTaken', answer: 'no', at: NOW, detail: '' },
  ],
};

/** What the lists of a page that is in use say. */
export const ANSWERS: Partial<Record<MessageName, unknown>> = {
  'needs.list': { items: NEEDS, total: NEEDS.length } satisfies Answers['needs.list'],
  'needs.rows': { rows: [0, 1, 2, 3, 4].map(planLine), total: 187, next: 'more' },
  'needs.act': { answered: 1, notAnswered: [], next: '', always: undefined } satisfies Answers['needs.act'],
  'why.list': WHY,
  'item.search': {
    rows: [item(), item({ id: 's2', state: 'linked', reason: '', espo: inEspo, remedy: { kind: 'none' } })],
    next: '',
    unread: { calendars: ['Team'], entities: ['Visit'] },
  } satisfies Answers['item.search'],
  'activity.list': ACTIVITY,
  'runs.list': [ran({ created: 42, undone: 1 }), ran({ id: 'r0', at: NOW - 86_400_000 })],
  'preview.get': PREVIEW,
  'preview.list': { rows: [0, 1, 2, 3, 4].map(planLine), total: 31, next: 'more' },
  'settings.preview': {
    at: NOW,
    matters: true,
    stops: 9,
    starts: 12,
    asks: 2,
    creates: { outlook: 0, espo: 12 },
    updates: { outlook: 0, espo: 0 },
    removes: { outlook: 0, espo: 0 },
    mails: 0,
    total: 23,
  } satisfies Answers['settings.preview'],
  'undo.preview': {
    changes: 42,
    outlook: { deleted: 0, putBack: 12, madeAgain: 0 },
    espo: { deleted: 30, putBack: 0, madeAgain: 1 },
    apart: 1,
    together: 0,
    already: 2,
    closed: 0,
    alone: 1,
  } satisfies Answers['undo.preview'],
  'disconnect.preview': {
    side: 'outlook',
    linked: 187,
    needsYou: 6,
    waiting: 2,
  } satisfies Answers['disconnect.preview'],
  'forget.preview': {
    linked: 187,
    activity: 2040,
    needsYou: 6,
    pairs: 1,
    permissions: [],
  } satisfies Answers['forget.preview'],
  'setup.check': CHECK,
  'diagnostics.report': { name: 'report.txt', text: 'version 0.1.0\nlinks: 187' },
};

export const EMPTY: Partial<Record<MessageName, unknown>> = {
  ...ANSWERS,
  'needs.list': { items: [], total: 0 },
  'why.list': { total: 0, groups: [] },
  'activity.list': { rows: [], total: 0, next: '' },
  'runs.list': [],
};
