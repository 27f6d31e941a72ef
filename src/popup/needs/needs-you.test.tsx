// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  answer,
  bench,
  button,
  lastRequest,
  open,
  openPopup,
  refuse,
  setUp,
  tearDown,
} from '../../../test/popup/bench';
import { choiceOf, NEEDS, need } from '../../../test/surface/fixture-lists';
import { started } from '../../../test/surface/fixtures';
import type { NeedsItem } from '../../shared/needs';

beforeEach(setUp);
afterEach(tearDown);

async function show(...items: NeedsItem[]) {
  answer('needs.list', { items, total: items.length });
  await open(started({ needsYou: items.length }), 'needs');
  await screen.findAllByRole('article');
}
const question = (name: string | RegExp) => within(screen.getByRole('article', { name }));
const named = (name: string | RegExp) =>
  question(name)
    .getAllByRole('button')
    .map((one) => one.textContent?.trim());
const [, , held, conflict, gone, touched, several, stranger, refused, parent] = NEEDS as [
  NeedsItem,
  NeedsItem,
  NeedsItem,
  NeedsItem,
  NeedsItem,
  NeedsItem,
  NeedsItem,
  NeedsItem,
  NeedsItem,
  NeedsItem,
];

it('shows the item with its date and both sides, why it waits, and what would change', async () => {
  await show(need({ title: 'Review' }));
  const one = question('Review');
  one.getByText('Outlook would notify 3 people: Bob Ray, eve@customer.example, and Leïla.');
  expect(one.getByRole('link', { name: /^EspoCRM: Meeting/ }).getAttribute('href')).toContain('#Meeting/view/1');
  expect(one.getByRole('link', { name: /^Outlook: Calendar/ })).toBeTruthy();
  const change = screen.getByRole('article').querySelector('dl');
  expect(change?.textContent).toContain('Time');
  expect(change?.querySelectorAll('del, ins')).toHaveLength(2);
});

it('an event whose address nobody has needed yet is opened by a button that asks for it', async () => {
  const create = vi.fn<(to: { url: string }) => Promise<void>>();
  await show(need({ title: 'New', outlook: { there: true, url: '', name: 'Calendar', ask: 'ref:outlook:1' } }));
  Object.assign(chrome, { tabs: { create } });
  answer('item.open', { url: 'https://outlook.office.com/calendar/item/1' });
  fireEvent.click(question('New').getByRole('button', { name: /^Outlook: Calendar/ }));
  await waitFor(() => expect(create).toHaveBeenCalledWith({ url: 'https://outlook.office.com/calendar/item/1' }));
  expect(lastRequest('item.open')).toEqual({ id: 'ref:outlook:1' });
});

it('names each button by its result, the one that loses nothing first, and what deletes or mails looks like it', async () => {
  await show(need({ title: 'Moved' }), conflict, gone, touched, stranger, refused);
  expect(named('Moved')).toEqual(['Leave as it is', 'Move in Outlook and notify 3 people']);
  expect(named('Offer <b>')).toEqual([
    'Leave as it is',
    'Use what is chosen',
    'Use the values from Outlook',
    'Use the values from EspoCRM',
  ]);
  expect(named(/اجتماع/)).toEqual(['Leave as it is', 'Restore in Outlook']);
  expect(named('Visit to Wickenburg')).toEqual(['Leave as it is', 'Restore in Outlook', 'Delete the EspoCRM record']);
  expect(named(/Bob Ray/)).toEqual(['Do not ask again', 'Add as Contact', 'Add as Lead']);
  expect(named('Kick-off')).toEqual(['Leave as it is', 'Try again']);
  const remove = button('Delete the EspoCRM record');
  expect([remove.className, remove.querySelector('svg') !== null]).toEqual(['danger', true]);
});

it('what a record may belong to has a button each, by name and kind; none of them is an answer, too', async () => {
  await show(parent);
  expect(named('Talks')).toEqual(['Acme (Account)', 'Bob Ray (Contact)', 'None of these']);
  question('Talks').getByText(/^What does this meeting belong to/);
  fireEvent.click(button('Acme (Account)'));
  await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ action: 'belongs', choice: 'Account/1' }));
  await screen.findByText('Answered: Acme (Account). It is done with the next sync.');
});

it('what a record may belong to is answered in the small window, too', async () => {
  await openPopup(started({ needsYou: 1, firstNeed: parent }));
  fireEvent.click(await screen.findByRole('button', { name: /^Bob Ray \(Contact\)/ }));
  await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ action: 'belongs', choice: 'Contact/2' }));
});

it('what all of a kind may belong to is answered for all of them at once', async () => {
  const two = [parent, { ...parent, id: 'parent:second', title: 'Talks again' }];
  await show(...two);
  fireEvent.click(screen.getByRole('button', { name: 'Acme (Account) (all 2)' }));
  const ids = two.map(({ id }) => id);
  await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ ids, action: 'belongs', choice: 'Account/1' }));
});

it('none of what a record may belong to can be the answer from now on', async () => {
  await show(parent);
  fireEvent.click(screen.getByRole('checkbox', { name: 'From now on always this way (Set the parent)' }));
  fireEvent.click(button('None of these'));
  await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ action: 'discard', always: true }));
});

it('two items that may be the same are kept both, or are one', async () => {
  const choices = [{ id: 'Call/2', title: 'Twin', place: 'Call', madeAt: 1e12, url: '' }];
  const actions = [choiceOf('apply', { does: 'create' }), choiceOf('link', { does: 'link' })];
  await show(need({ title: 'Twin', reason: 'sameMeeting', mails: [], changes: [], choices, actions }));
  expect(named('Twin').at(-1)).toBe('Keep both');
  fireEvent.click(screen.getByRole('button', { name: /^It is this one Twin, Call/ }));
  await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ action: 'link', choice: 'Call/2' }));
});

describe('after an answer', () => {
  it('stands in the place of the question, and the next one has the focus', async () => {
    const [first, second] = [need({ id: 'a', title: 'First' }), need({ id: 'b', title: 'Second', group: 'other' })];
    await show(first, second);
    answer('needs.list', { items: [second], total: 1 });
    fireEvent.click(question('First').getByRole('button', { name: 'Leave as it is' }));
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Second'));
    expect(lastRequest('needs.act')).toMatchObject({ ids: ['a'], action: 'discard', choice: '' });
    const items = screen.getAllByRole('listitem').filter((li) => li.closest('ul')?.classList.contains('questions'));
    expect(items[0]?.textContent).toContain('First');
    expect(items[0]?.textContent).toContain('Nothing was changed.');
    expect(screen.queryByRole('article', { name: 'First' })).toBeNull();
  });

  it('of the last one, the heading has the focus and says that nothing waits', async () => {
    await show(need({ title: 'Only' }));
    fireEvent.click(button('Leave as it is'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })));
    expect(screen.getByText('Nothing waits for you.')).toBeTruthy();
  });

  it('that was refused, it says why, and the question stays', async () => {
    await show(need({ title: 'Only' }));
    bench.replies.set('needs.act', () => refuse('message.refused'));
    fireEvent.click(button('Leave as it is'));
    expect((await screen.findByRole('alert')).textContent).toContain('Reload the page.');
    expect(screen.getByRole('article', { name: 'Only' })).toBeTruthy();
  });
});

describe('one answer', () => {
  it('from now on always, names the setting that it makes', async () => {
    await show(conflict);
    fireEvent.click(screen.getByRole('checkbox', { name: 'From now on always this way (Conflicts)' }));
    fireEvent.click(button('Use the values from EspoCRM'));
    await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ action: 'takeEspo', always: true }));
  });

  it('per field takes what is chosen for each', async () => {
    await show(conflict);
    const place = within(screen.getByRole('group', { name: 'Location' }));
    expect(place.getByText(/Outlook:/).textContent).toContain('(empty)');
    fireEvent.click(place.getByRole('radio', { name: /EspoCRM: Room 2/ }));
    fireEvent.click(button('Use what is chosen'));
    await waitFor(() =>
      expect(lastRequest('needs.act')).toMatchObject({
        action: 'fields',
        fields: { title: 'outlook', location: 'espo' },
      }),
    );
  });

  it('for all of a kind lists them first when it mails', async () => {
    await show(need({ id: 'a', title: 'First' }), need({ id: 'b', title: 'Second' }));
    fireEvent.click(button('Leave as it is (all 2)'));
    await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ ids: ['a', 'b'], action: 'discard' }));
  });

  it('of a held change asks once more, and can be given for a part of it', async () => {
    await show(held);
    question('187 changes at once').getByText('187 of 200 would be deleted in EspoCRM (Meeting).');
    fireEvent.click(screen.getByText('Look at all 187'));
    screen.getByText('Look at all 187').closest('details')?.dispatchEvent(new Event('toggle'));
    const rows = await screen.findAllByRole('checkbox');
    expect(rows).toHaveLength(5);
    fireEvent.click(rows[1] as HTMLElement);
    fireEvent.click(button('Delete 4 EspoCRM records'));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete 4 EspoCRM records?' }));
    dialog.getByText(/their stream, files and other relations do not come back/);
    const go = dialog.getByRole('button', { name: 'Delete 4 EspoCRM records' });
    await waitFor(() => expect(go.getAttribute('aria-disabled')).toBeNull());
    fireEvent.click(go);
    await waitFor(() =>
      expect(lastRequest('needs.act')).toMatchObject({
        ids: ['hold'],
        action: 'apply',
        rows: ['line0', 'line2', 'line3', 'line4'],
      }),
    );
  });
});

it('several records that it could be stand there with what tells them apart', async () => {
  await show(several);
  expect(screen.getAllByRole('button', { name: /^It is this one/ })).toHaveLength(2);
  expect(named('Offer').at(-1)).toBe('Create in EspoCRM');
});

it('has one button for each thing that may be chosen instead of one that is gone', async () => {
  const choices = [
    { id: 'cPlace', title: 'Place', place: '', madeAt: 0, url: '' },
    { id: 'cRoom', title: 'Room', place: '', madeAt: 0, url: '' },
  ];
  const actions = [choiceOf('choose', { does: 'keep', side: '' }), choiceOf('discard', { does: 'keep', side: '' })];
  const gone = { what: 'locationField' as const, of: 'Meeting', name: 'Venue' };
  await show(
    need({
      kind: 'choice',
      reason: 'choiceGone',
      title: 'Venue',
      mails: [],
      changes: [],
      choices,
      actions,
      choice: gone,
    }),
  );
  question('Venue').getByText(/Meeting: The field “Venue” for the place is gone/);
  expect(named('Venue')).toEqual(['Use Place', 'Use Room', 'Go on without']);
  fireEvent.click(button('Use Room'));
  await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ action: 'choose', choice: 'cRoom' }));
});

it('a question that is asked anew under the same name is there again, and counts as open', async () => {
  await show(held);
  fireEvent.click(question(/changes at once/).getByRole('button', { name: 'Leave all as it is' }));
  await screen.findByText('Nothing was changed.');
  // The rest of it, or as many again: with other numbers, or after it was off the list.
  answer('needs.list', { items: [{ ...held, count: 3 }], total: 1 });
  bench.notify();
  await waitFor(() => question('3 changes at once'));
  question('3 changes at once').getByRole('button', { name: 'Leave all as it is' });
});

describe('in the small window', () => {
  it('the first question is answered on the spot, and the next one comes only when it is asked for', async () => {
    const [first, second] = [need({ id: 'a', title: 'First' }), need({ id: 'b', title: 'Second' })];
    const app = started({ needsYou: 2, firstNeed: first });
    await openPopup({ ...app, status: { kind: 'needsYou', count: 2, held: 0 } });
    fireEvent.click(button('Leave as it is'));
    await screen.findByText('Nothing was changed.');
    bench.worker = { ...app, sync: { ...app.sync, needsYou: 1, firstNeed: second } };
    bench.notify();
    fireEvent.click(await screen.findByRole('button', { name: 'Next question' }));
    expect(screen.getByRole('heading', { name: /^Second/ })).toBeTruthy();
    expect(document.activeElement?.textContent).toContain('Second');
  });

  it('a held change can only be left there: all of it is looked at on the page', async () => {
    await openPopup({ ...started({ needsYou: 1, firstNeed: held }), status: { kind: 'held', count: 1 } });
    const region = within(screen.getByRole('region', { name: /187 changes/ }));
    expect(region.getAllByRole('button').map((one) => one.textContent)).toEqual(['Leave all as it is']);
    expect(region.getByRole('link', { name: 'Open the question' })).toBeTruthy();
  });
});

it('answered in another window meanwhile: in its place stands that it has changed, and not what was answered here', async () => {
  const item = need({ title: 'Twice' });
  answer('needs.act', { answered: 0, notAnswered: [item.id], next: '', always: undefined });
  await openPopup(started({ needsYou: 1, firstNeed: item }));
  fireEvent.click(button('Leave as it is'));
  await screen.findByText('It has changed since.');
  expect(screen.queryByText('Nothing was changed.')).toBeNull();
});

it.each([
  ['what would change', need({ title: 'Moved' }), /Time.*12:00.*2:00/],
  ['what either side has', conflict, /Title: Outlook .*Offer to Bob.*, EspoCRM .*Offer to Bob and Ann/],
  ['what does not come back', touched, /their stream, files and other relations do not come back/],
])('in the small window too it says %s', async (_, item, said) => {
  const app = started({ needsYou: 1 });
  await openPopup({ ...app, sync: { ...app.sync, firstNeed: item } });
  expect(document.querySelector('.first-question')?.textContent).toMatch(said);
});
