import { describe, expect, it, vi } from 'vitest';
import { exampleEntity } from '../../../../test/contract/examples';
import { i18nOf } from '../../../../test/surface/texts';
import type { CheckLine } from '../../../shared/check';
import { say } from '../../../shared/say';
import { defaultSettings, type Settings } from '../../../shared/settings';
import { MINUTE } from '../../../shared/time';
import { checkRemedy, checkSentence } from '../../../shared/words';
import type { EntityType } from '../../espo/entity-type';
import { limit } from '../../espo/text-limits';
import { type BrowserFacts, type EspoFacts, type OutlookFacts, setupLines } from './setup-lines';

vi.stubGlobal('chrome', { i18n: i18nOf() });

const meeting = exampleEntity({
  keyField: limit('cOutlookUid', 100),
  rights: { create: true, edit: 'all', remove: 'own' },
});
const CALENDAR = { id: 'c1', name: 'Calendar', isDefault: true, canEdit: true };
const OUTLOOK: OutlookFacts = {
  account: 'anna@contoso.example',
  canWrite: true,
  zone: 'UTC',
  skew: 0,
  calendars: [CALENDAR],
};
const BROWSER: BrowserFacts = { other: '', badges: true };
const ESPO: EspoFacts = {
  user: 'anna',
  entities: [meeting],
  userRead: 'all',
  assignment: 'team',
  pageSize: 200,
  secondWriter: false,
  skew: 0,
};

function lines(outlook: Partial<OutlookFacts>, espo: Partial<EspoFacts>, settings: Partial<Settings> = {}) {
  const entities = [{ type: 'Meeting', label: '' }];
  return setupLines({
    settings: { ...defaultSettings(), entities, ...settings },
    browser: BROWSER,
    outlook: { ok: true, value: { ...OUTLOOK, ...outlook } },
    espo: { ok: true, value: { ...ESPO, ...espo } },
  });
}
/** What is not well; each has a remedy. */
function wrong(...args: Parameters<typeof lines>): string[] {
  return lines(...args)
    .filter((line) => {
      expect(checkRemedy(line) === '').toBe(line.ok);
      return !line.ok;
    })
    .map(checkSentence);
}
const rights = (change: Partial<EntityType['rights']>) => [{ ...meeting, rights: { ...meeting.rights, ...change } }];

describe('Check my setup', () => {
  it('is content with a setup that has everything', () => {
    expect(wrong({}, {})).toEqual([]);
    expect(lines({}, {}).map(checkSentence)).toEqual([
      'Outlook is connected as anna@contoso.example.',
      'Microsoft allows to read your calendars, as this direction needs.',
      'Times are those of your mailbox: UTC.',
      'Calendar “Calendar”: it is only read.',
      'EspoCRM is connected as anna.',
      'Meeting: your role lets you read, create, edit and delete.',
      'Meeting: a field for the key knows the records of a meeting again.',
      'Colleagues with the same meeting share one record.',
      'No other sync of EspoCRM with your Outlook is known.',
      'The clocks agree.',
      'No other browser of yours syncs this calendar.',
      'An Outlook tab shows badges.',
    ]);
  });

  it.each([
    ['no right to write in Outlook', { canWrite: false }, {}, { direction: 'both' }, /Calendars\.ReadWrite/],
    [
      'a main calendar of somebody else',
      { calendars: [{ ...CALENDAR, canEdit: false }] },
      {},
      { direction: 'both' },
      /may not change it/,
    ],
    ['no time zone', { zone: '' }, {}, {}, /MailboxSettings\.Read/],
    ['an entity out of reach', {}, { entities: [] }, {}, /^Meeting: your role gives no access/],
    [
      'rights that lack',
      {},
      { entities: rights({ create: false, remove: 'no' }) },
      {},
      /not let you create or delete\.$/,
    ],
    [
      'a key field too short',
      {},
      { entities: [{ ...meeting, keyField: undefined, unfitKeyField: 'cOutlookUid' }] },
      {},
      /cOutlookUid is not used/,
    ],
    [
      'a short join link',
      {},
      { entities: [{ ...meeting, joinLinkField: limit('cJoin', 100) }] },
      {},
      /holds 100 characters/,
    ],
    ['a closed field', {}, { entities: [{ ...meeting, readOnly: ['title', 'status'] }] }, {}, /write Title, so/],
    [
      'no status for cancelled ones',
      {},
      { entities: [{ ...meeting, cancelTo: undefined }] },
      {},
      /no status means cancelled/,
    ],
    ['no key field', {}, { entities: [{ ...meeting, keyField: undefined }] }, {}, /no field cOutlookUid/],
    ['own users only', {}, { userRead: 'own' }, {}, /^One record per colleague: .* read users of your team\.$/],
    ['no assignment', {}, { assignment: 'no' }, {}, /^One record per colleague: .* assign to your team\.$/],
    ['a second writer', {}, { secondWriter: true }, {}, /own Outlook integration/],
    ['short lists', {}, { pageSize: 20 }, {}, /only 20 records/],
    [
      'a wrong computer',
      { skew: 5 * MINUTE },
      { skew: 5.2 * MINUTE },
      {},
      /^The clock of this computer is 5 minutes behind\.$/,
    ],
    ['a wrong EspoCRM', {}, { skew: -1.4 * MINUTE }, {}, /^The clock of EspoCRM is 1 minute behind yours\.$/],
  ] as const)('names %s, and what to do', (_, outlook, espo, settings, sentence) => {
    const found = wrong(outlook, espo as Partial<EspoFacts>, settings);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(sentence);
  });

  it('asks nothing of EspoCRM that the direction to Outlook does not need', () => {
    const entities = [{ ...rights({ create: false, edit: 'no', remove: 'no' })[0], keyField: undefined } as EntityType];
    expect(wrong({}, { entities, userRead: 'no', assignment: 'no' }, { direction: 'espoToOutlook' })).toEqual([]);
  });

  it('says of each side why it cannot be asked, without hiding the other', () => {
    const error = { code: 'ms.signInNeeded', detail: '', names: {} };
    const found = setupLines({
      settings: { ...defaultSettings(), entities: [] },
      browser: { other: 'Edge on Windows', badges: false },
      outlook: { ok: false, error: error as never },
      espo: { ok: true, value: ESPO },
    });
    const [first, second, name] = [found[0], found[1], found.at(-2)] as [CheckLine, CheckLine, CheckLine];
    expect(first).toMatchObject({ ok: false, side: 'outlook', code: 'outlookFailed' });
    expect([checkSentence(first), checkRemedy(first)]).toEqual([
      `Outlook: ${say('error_ms_signInNeeded')}`,
      say('remedy_ms_signInNeeded'),
    ]);
    expect(second).toMatchObject({ ok: true, side: 'espo' });
    expect(checkSentence(second)).toBe('EspoCRM is connected as anna.');
    expect(checkSentence(name)).toBe('Syncing runs in another browser of yours: Edge on Windows.');
  });
});
