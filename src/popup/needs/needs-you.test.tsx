// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  bench,
  button,
  choiceOf,
  connected,
  lastRequest,
  need,
  open,
  refuse,
  setUp,
  tearDown,
} from '../../../test/popup/bench';
import type { NeedsChoice, NeedsItem } from '../../shared/needs';

beforeEach(setUp);
afterEach(tearDown);

const item = ({ actions = ['apply', 'discard'], ...change }: Given): NeedsItem =>
  need({
    sentence: 'Update and notify 2 people: Bob Ray, eve@customer.example.',
    remedy: 'Apply writes it; Discard leaves both sides as they are.',
    espo: { there: true, url: 'https://crm.example.com/#Meeting/view/1', name: 'Meeting' },
    ...change,
    actions: actions.map(choiceOf),
  });
type Given = Omit<Partial<NeedsItem>, 'actions'> & { actions?: NeedsChoice['action'][] };

async function show(...items: NeedsItem[]) {
  bench.replies.set('needs.list', () => ({ ok: true, answer: { items, total: items.length } }));
  const app = connected({ enabled: true });
  await open({ ...app, sync: { ...app.sync, needsYou: items.length } });
  fireEvent.click(screen.getByRole('link', { name: 'Needs you', description: String(items.length) }));
  await screen.findByText(items[0]?.title || '(no title)');
}
const buttons = () => within(screen.getByRole('region', { name: 'Needs you' })).getAllByRole('button');

it('shows record, reason, way out and link, and sends the answer', async () => {
  await show(item({}));
  for (const text of ['Update and notify 2 people', 'Apply writes it', 'Would be written in Outlook'])
    expect(screen.getByText(new RegExp(text))).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open' }).getAttribute('href')).toContain('#Meeting/view/1');
  fireEvent.click(button('Apply'));
  await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ ids: ['row1'], action: 'apply', choice: '' }));
});

it('shows both values of a conflict, and a button for either', async () => {
  await show(
    item({
      reason: 'conflict',
      side: 'espo',
      actions: ['apply', 'takeEspo', 'discard'],
      values: [
        { field: 'title', outlook: 'From Outlook', espo: 'From EspoCRM' },
        { field: 'location', outlook: 'Hall', espo: '' },
      ],
    }),
  );
  const list = document.querySelector('dl');
  expect([...(list?.querySelectorAll('dt') ?? [])].map((one) => one.textContent)).toEqual(['Title', 'Location']);
  expect(list?.textContent).toContain('Outlook: From Outlook');
  expect(list?.textContent).toContain('EspoCRM: From EspoCRM');
  expect(list?.textContent).toContain('EspoCRM: (empty)');
  fireEvent.click(button('Take the value of EspoCRM'));
  await waitFor(() =>
    expect(lastRequest('needs.act')).toMatchObject({ ids: ['row1'], action: 'takeEspo', choice: '' }),
  );
});

it('names each button for what it does, described by its item', async () => {
  await show(
    item({ id: 'a', title: 'Kept', actions: ['restore', 'discard'], restores: 'espo' }),
    item({ id: 'b', title: 'Asleep', side: 'espo', actions: ['remove', 'discard'] }),
    item({ id: 'c', title: 'Apart', actions: ['link', 'discard'] }),
    item({ id: 'd', title: 'All day', actions: ['makeMeeting', 'discard'] }),
    item({ id: 'e', title: 'Refused', actions: ['retry', 'discard'] }),
  );
  const named = buttons().map((one) => one.textContent);
  expect(named.filter((name) => name !== 'Discard')).toEqual([
    'Restore in EspoCRM',
    'Remove in EspoCRM',
    'Link again',
    'Make it a Meeting',
    'Try again',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Discard', description: 'Asleep' }));
  await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ ids: ['b'], action: 'discard', choice: '' }));
});

it('has one button for each record that it could be', async () => {
  const choices = [
    { id: 'Meeting/1', title: 'Twin', place: 'Meeting', madeAt: Date.UTC(2026, 10, 20, 9, 15), url: '' },
    { id: 'Call/2', title: 'Twin', place: 'Call', madeAt: Date.UTC(2026, 10, 21, 9, 15), url: '' },
  ];
  await show(item({ reason: 'severalCandidates', actions: ['link', 'apply', 'discard'], choices }));
  fireEvent.click(screen.getByRole('button', { name: /^Link to Twin \(Call/ }));
  await waitFor(() =>
    expect(lastRequest('needs.act')).toMatchObject({ ids: ['row1'], action: 'link', choice: 'Call/2' }),
  );
});

it('keeps names of any length and direction apart from its own words', async () => {
  const long = 'اجتماع '.repeat(40).trim();
  await show(item({ title: long, sentence: `Update and notify 1 person: ${long}.` }), item({ id: 'x', title: '' }));
  expect(screen.getByText(long).getAttribute('dir')).toBe('auto');
  expect(screen.getByText('(no title)')).toBeTruthy();
});

it('shows why an answer was refused', async () => {
  await show(item({}));
  bench.replies.set('needs.act', () => refuse('message.refused'));
  fireEvent.click(button('Apply'));
  expect((await screen.findByRole('alert')).textContent).toContain('Reload the page.');
});
