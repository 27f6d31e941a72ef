import { describe, expect, it } from 'vitest';
import { readManaged } from './managed';

describe('a policy in the registry of Windows', () => {
  it('says numbers for switches and texts for lists', () => {
    const { managed, wrong } = readManaged({
      stayConnected: 0,
      shortestInterval: 15,
      allowedDirections: '["outlookToEspo"]',
      locked: '{"attendees":false,"blockList":["a.example"]}',
      defaults: { recurring: 1, categoriesDeny: '["Private"]', showAs: '{"Meeting":"free"}' },
    });
    expect(wrong).toEqual([]);
    expect(managed).toEqual({
      stayConnected: false,
      shortestInterval: 15,
      allowedDirections: ['outlookToEspo'],
      locked: { attendees: false, blockList: ['a.example'] },
      defaults: { recurring: true, categoriesDeny: ['Private'], showAs: { Meeting: 'free' } },
    });
  });

  it('is read no further than that: texts stay texts, and what is neither is named', () => {
    expect(readManaged({ clientId: '1', tenantId: '{"a":1}', locked: { syncSince: '2026-11-01' } })).toEqual({
      managed: { clientId: '1', tenantId: '{"a":1}', locked: { syncSince: '2026-11-01' } },
      wrong: [],
    });
    const policy = { stayConnected: 2, allowedEntities: 'Meeting', locked: '[]', defaults: { recurring: '1' } };
    expect(readManaged(policy).wrong).toEqual(['stayConnected', 'allowedEntities', 'locked', 'defaults.recurring']);
  });
});

it('says of the parent what it said as a switch, in words and in numbers of the registry', () => {
  for (const [said, means] of [
    [true, 'certain'],
    [false, 'never'],
    [1, 'certain'],
    ['ask', 'ask'],
  ] as const)
    for (const part of ['locked', 'defaults'] as const)
      expect(readManaged({ [part]: { setParent: said } })).toEqual({
        managed: { [part]: { setParent: means } },
        wrong: [],
      });
  expect(readManaged({ locked: { setParent: 2 } }).wrong).toEqual(['locked.setParent']);
});

it.each<[string, Record<string, unknown>, string[]]>([
  ['no list', { locked: [] }, ['locked']],
  ['nothing', { locked: null }, ['locked']],
  ['no kinds of records', { allowedEntities: [] }, ['allowedEntities']],
  ['a kind that is none', { allowedEntities: ['constructor'] }, ['allowedEntities.0']],
  ['a day that is none', { locked: { syncSince: '2026-13-01' } }, ['locked.syncSince']],
  ['a day that is none, at first', { defaults: { syncSince: '2026-02-31' } }, ['defaults.syncSince']],
  [
    'one label for two',
    {
      locked: {
        entities: [
          { type: 'Meeting', label: 'A' },
          { type: 'Call', label: 'a' },
        ],
        defaultEntity: 'Call',
      },
    },
    ['locked.entities sameLabel Call'],
  ],
  [
    'one kind twice',
    {
      locked: {
        entities: [
          { type: 'Call', label: '' },
          { type: 'Call', label: 'x' },
        ],
      },
    },
    ['locked.entities twice Call'],
  ],
  [
    'a default that is not among them',
    { locked: { entities: [{ type: 'Meeting', label: '' }], defaultEntity: 'Nope' } },
    ['locked.defaultEntity Nope'],
  ],
  [
    'a member of every object',
    JSON.parse('{"locked":{"constructor":1}}') as Record<string, unknown>,
    ['locked.constructor'],
  ],
  ['no kinds of records at all', { locked: { entities: [] } }, ['locked.entities']],
])('a policy that says %s cannot be followed', (_, policy, wrong) => expect(readManaged(policy).wrong).toEqual(wrong));
