// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bench,
  button,
  checkbox,
  connected,
  open,
  PREVIEW,
  ran,
  refuse,
  setUp,
  tearDown,
} from '../../../test/popup/bench';
import type { AppState } from '../../shared/state';
import { REASON_TEXTS } from '../../shared/texts';
import { linesOf } from './preview';

beforeEach(setUp);
afterEach(tearDown);

const region = () => screen.findByRole('region', { name: 'What Start will do' });
const after = (app: AppState): AppState => ({
  ...app,
  sync: {
    ...app.sync,
    last: ran(),
  },
});

describe('the preview before Start', () => {
  it('says by itself what Start will do, what is left out and why, and that nobody is mailed', async () => {
    await open(connected({ enabled: true }));
    const box = within(await region());
    await box.findByText('31 records will be created in EspoCRM');
    expect(box.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      '31 records will be created in EspoCRM',
      '2 events will be created in Outlook',
      '4 meetings on both sides will be linked',
      'Colleagues get 1 notification in EspoCRM',
      '0 mails to anybody',
      `12: ${REASON_TEXTS.recurring}`,
      `1: ${REASON_TEXTS.private}`,
    ]);
    box.getByText('13 left out');
  });

  it('is not there while the sync is off, while something is not saved, and once it was started', async () => {
    await open(connected());
    expect(screen.queryByText('What Start will do')).toBeNull();
    bench.worker = connected({ enabled: true });
    bench.notify();
    await region();
    fireEvent.click(checkbox('Recurring events'));
    expect(screen.queryByText('What Start will do')).toBeNull();
    fireEvent.click(button('Revert'));
    await region();
    const { pair } = bench.worker;
    bench.worker = { ...bench.worker, pair: pair && { ...pair, started: true } };
    bench.notify();
    await waitFor(() => expect(screen.queryByText('What Start will do')).toBeNull());
  });

  it('is made on request only, after something was synced', async () => {
    await open(after(connected({ enabled: true })));
    expect(bench.log).not.toContain('preview.get');
    fireEvent.click(button('Preview'));
    await within(await region()).findByText('0 mails to anybody');
  });

  it('says what stands in its way', async () => {
    bench.replies.set('preview.get', () => refuse('espo.unreachable'));
    await open(connected({ enabled: true }));
    expect((await screen.findByRole('alert')).textContent).toContain('EspoCRM could not be reached.');
  });

  it('names changes, questions and mails where there are any', () => {
    const more = { ...PREVIEW, updates: { outlook: 1, espo: 2 }, asks: 1, notifications: 0, mails: 3 };
    expect(linesOf(more).slice(3)).toEqual([
      '2 of them will be changed in EspoCRM',
      '1 of them will be changed in Outlook',
      '1 waits for your decision under Needs you',
      'Colleagues get 0 notifications in EspoCRM',
      'Outlook mails 3 people',
    ]);
  });
});
