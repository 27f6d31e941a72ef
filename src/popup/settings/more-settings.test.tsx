// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bench,
  box,
  button,
  checkbox,
  lastRequest,
  open,
  pick,
  select,
  setUp,
  tearDown,
  type,
} from '../../../test/popup/bench';
import { connected } from '../../../test/surface/fixtures';
import { defaultSettings, type Settings } from '../../shared/settings';

beforeEach(setUp);
afterEach(tearDown);

async function saved(act: () => void, before: Partial<Settings> = {}): Promise<Partial<Settings>> {
  await open(connected(before), 'settings');
  bench.replies.set('settings.save', (request) => {
    bench.worker = connected((request as { settings: Settings }).settings);
    return { ok: true, answer: bench.worker };
  });
  act();
  fireEvent.click(button('Save'));
  await screen.findByText('Saved');
  const { settings } = lastRequest('settings.save') as { settings: Settings };
  const base: Settings = { ...connected(before).pair?.settings, ...before } as Settings;
  return Object.fromEntries(
    Object.entries(settings).filter(([key, value]) => !same(value, base[key as keyof Settings])),
  );
}
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const BOXES: [label: string, key: keyof Settings][] = [
  ['Also meetings where I only take part', 'alsoParticipant'],
  ['Assign my default team', 'assignDefaultTeam'],
  ['[Name] in the subject', 'parentInSubject'],
  ['Find the account by its domain', 'parentByDomain'],
  ['Leave out events I have not answered', 'filterNotAnswered'],
  ['Leave out events shown as free', 'filterFree'],
  ['Leave out all-day events', 'filterAllDay'],
  ['Only with attendees from outside my organization', 'onlyExternal'],
  ['Only with people known to EspoCRM', 'onlyKnownPeople'],
  ['Update my meetings that have attendees (Outlook notifies them)', 'updateMeetingsWithAttendees'],
  ['Description both ways', 'descriptionBothWays'],
  ['Recurring events', 'recurring'],
];

describe('the rarer settings', () => {
  it.each(BOXES)('checkbox %s is off, and sets %s alone', async (label, key) => {
    const changes = await saved(() => {
      expect(checkbox(label).checked).toBe(false);
      fireEvent.click(checkbox(label));
    });
    expect(changes).toEqual({ [key]: true });
  });

  it("checkbox Don't sync attendees is the other way round", async () => {
    const changes = await saved(() => {
      expect(checkbox("Don't sync attendees").checked).toBe(false);
      fireEvent.click(checkbox("Don't sync attendees"));
    });
    expect(changes).toEqual({ attendees: false });
  });

  it.each([
    ['Private events', 'privateEvents', ['Leave out', 'As "Private appointment" with times only', 'In full'], 'full'],
    ['Conflicts', 'conflicts', ['The last change wins', 'Outlook wins', 'EspoCRM wins', 'Ask me'], 'ask'],
    ['Unknown attendees', 'unknownAttendees', ['Ignore', 'List under Needs you'], 'list'],
    ['Set the parent', 'setParent', ['Never', 'Where it is certain', 'Where it is certain, else ask me'], 'ask'],
    // Drafts only once they were found to mail nobody.
    ['Invite from EspoCRM', 'invite', ['Never', 'Ask me', 'Always'], 'always'],
  ] as const)('select %s sets %s', async (label, key, options, value) => {
    const changes = await saved(() => {
      expect([...select(label).options].map((option) => option.textContent)).toEqual(options);
      expect(select(label).value).toBe(defaultSettings()[key]);
      pick(label, value);
    });
    expect(changes).toEqual({ [key]: value });
  });

  it('lists are typed one a line: what is typed stays as it is, empty lines and repetitions are no entries', async () => {
    const changes = await saved(() => {
      type(box('Block list'), 'customer.example, bob@x.example\n\nbob@x.example\n');
      expect(box('Block list').value).toBe('customer.example, bob@x.example\n\nbob@x.example\n');
      type(box('Only these categories'), 'Key accounts, big\n Red category ');
      type(box('Not these categories'), 'Private');
      type(box('Own domains'), 'sister.example; daughter.example\n');
    });
    expect(changes).toEqual({
      blockList: ['customer.example', 'bob@x.example'],
      categoriesAllow: ['Key accounts, big', 'Red category'],
      categoriesDeny: ['Private'],
      ownDomains: ['sister.example', 'daughter.example'],
    });
  });

  it('Revert brings the list back', async () => {
    await open(connected({ blockList: ['a.example', 'b.example'] }), 'settings');
    expect(box('Block list').value).toBe('a.example\nb.example');
    type(box('Block list'), 'a.example');
    fireEvent.click(button('Revert'));
    expect(box('Block list').value).toBe('a.example\nb.example');
  });

  it('fields are chosen per entity, out of what the worker offers; automatic and none are not stored', async () => {
    const field = (entity: string, name: string) =>
      within(screen.getByRole('group', { name: entity })).getByRole('combobox', { name }) as HTMLSelectElement;
    const before = { locationField: { Call: 'place' }, joinLinkField: { Call: 'gone' } };
    const changes = await saved(() => {
      expect([...field('Meeting', 'Location field').options].map((o) => o.textContent)).toEqual(['Automatic', 'Place']);
      expect([...field('Call', 'Join link field').options].map((o) => o.textContent)).toEqual([
        'None',
        'Place',
        'Link',
        'gone',
      ]);
      fireEvent.change(field('Meeting', 'Join link field'), { target: { value: 'link' } });
      fireEvent.change(field('Call', 'Location field'), { target: { value: '' } });
    }, before);
    expect(changes).toEqual({ locationField: {}, joinLinkField: { Call: 'gone', Meeting: 'link' } });
  });

  it('required fields are filled per entity, out of their options where they have any; emptied, they are not stored', async () => {
    const { Meeting, Call } = { Meeting: 'Meeting', Call: 'Call' };
    const before = { fieldDefaults: { Call: { reason: 'Said' } } };
    const inGroup = (entity: string) => within(screen.getByRole('group', { name: entity }));
    const changes = await saved(() => {
      const kind = inGroup(Meeting).getByRole('combobox', { name: 'Visit kind (required)' }) as HTMLSelectElement;
      expect([...kind.options].map((o) => o.textContent)).toEqual(['None', 'On site']);
      fireEvent.change(kind, { target: { value: 'site' } });
      const reason = inGroup(Call).getByRole('textbox', { name: 'Reason (required)' }) as HTMLInputElement;
      expect(reason.value).toBe('Said');
      fireEvent.input(reason, { target: { value: '' } });
    }, before);
    expect(changes).toEqual({ fieldDefaults: { Meeting: { kind: 'site' } } });
  });
});
