// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bench, button, connected, open, refuse, setUp, tearDown } from '../../../test/popup/bench';
import { SECOND_WRITER } from '../../shared/texts';

beforeEach(setUp);
afterEach(tearDown);

it('Check my setup says line by line what is well and what to do about the rest', async () => {
  const lines = [
    { ok: true, sentence: 'The clocks agree.', remedy: '' },
    { ok: false, sentence: 'Call: your role does not let you create.', remedy: 'Ask your EspoCRM administrator.' },
  ];
  bench.replies.set('setup.check', () => ({ ok: true, answer: { lines, findings: [] } }));
  await open(connected());
  fireEvent.click(button('Check my setup'));
  const call = within(
    (await screen.findByText('Call: your role does not let you create.')).closest('li') as HTMLElement,
  );
  call.getByRole('img', { name: 'Attention' });
  call.getByText('Ask your EspoCRM administrator.');
  within(screen.getByText('The clocks agree.').closest('li') as HTMLElement).getByRole('img', { name: 'All right' });
});

it('says so when it cannot be checked', async () => {
  bench.replies.set('setup.check', () => refuse('sync.notConnected'));
  await open(connected());
  fireEvent.click(button('Check my setup'));
  expect((await screen.findByRole('alert')).textContent).toContain('Connect both sides.');
});

it("names EspoCRM's own Outlook integration above Start", async () => {
  await open({ ...connected({ enabled: true }), secondWriter: true });
  const warning = screen.getByText(SECOND_WRITER.sentence);
  screen.getByText(SECOND_WRITER.remedy);
  expect(warning.compareDocumentPosition(button('Start')) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
});
