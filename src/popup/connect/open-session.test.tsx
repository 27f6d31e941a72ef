// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bench,
  box,
  button,
  lastRequest,
  open,
  openPopup,
  refuse,
  setUp,
  tearDown,
  type,
} from '../../../test/popup/bench';
import { connected, disconnected } from '../../../test/surface/fixtures';
import type { ErrorCode } from '../../shared/codes';
import type { AppState } from '../../shared/state';
import { errorView } from '../model/client';

const opened: string[] = [];
beforeEach(() => {
  setUp();
  opened.length = 0;
  Object.assign(chrome, { tabs: { create: async ({ url }: { url: string }) => void opened.push(url) } });
});
afterEach(tearDown);

const USE = 'Use my open EspoCRM sign-in';
const password = () => screen.queryByLabelText('Password') as HTMLInputElement | null;

/** Connected by the open EspoCRM, which says so no more. */
function over(code: ErrorCode): AppState {
  const app = connected();
  const names = { account: 'erika', other: 'max' };
  return {
    ...app,
    espo: { ...app.espo, session: true, state: 'signInNeeded', error: { ...errorView(code), names } },
    status: { kind: 'signInNeeded', sides: ['espo'] },
  };
}

describe('by the EspoCRM that is open', () => {
  it('asks for the one site on the click, and sends the address alone, whatever else was typed', async () => {
    await open(disconnected());
    type(box('EspoCRM address'), 'crm.example.com');
    type(box('Username'), 'erika');
    type(password() as HTMLInputElement, 'pässword');
    fireEvent.click(button(USE));
    await waitFor(() => expect(bench.log).toContain('espo.connect'));
    expect(bench.log.indexOf('permission https://crm.example.com/*')).toBeLessThan(bench.log.indexOf('espo.connect'));
    expect(lastRequest('espo.connect')).toMatchObject({
      address: 'crm.example.com',
      password: '',
      code: '',
      session: true,
    });
  });

  it('says that an address is missing, and asks for nothing then', async () => {
    await open(disconnected());
    fireEvent.click(button(USE));
    await screen.findByText(/not a web address/);
    expect(bench.log.filter((line) => line.startsWith('permission') || line === 'espo.connect')).toEqual([]);
  });

  it('offers to open EspoCRM where nobody is signed in there', async () => {
    await open(disconnected());
    type(box('EspoCRM address'), 'crm.example.com/#Meeting');
    expect(screen.queryByRole('button', { name: 'Open EspoCRM' })).toBeNull();
    bench.replies.set('espo.connect', () => refuse('espo.noSession'));
    fireEvent.click(button(USE));
    fireEvent.click(await screen.findByRole('button', { name: 'Open EspoCRM' }));
    expect(opened).toEqual(['https://crm.example.com/']);
  });

  it('connected, it says that it is by that sign-in and ends with it', async () => {
    const app = connected();
    await open({ ...app, espo: { ...app.espo, session: true } });
    await screen.findByText(/Signed in by EspoCRM in this browser/);
  });

  it.each([
    ['the page', open],
    ['the popup', openPopup],
  ])('over, %s asks for no password: who, why, the way to EspoCRM and the way on', async (_, show) => {
    await show(over('espo.noSession'));
    await screen.findByText(/You are not signed in to EspoCRM in this browser/);
    expect([password(), screen.queryByRole('button', { name: 'Connect EspoCRM' })]).toEqual([null, null]);
    fireEvent.click(button('Open EspoCRM'));
    expect(opened).toEqual([`${connected().espo.site}/`]);
    fireEvent.click(button(USE));
    await waitFor(() =>
      expect(lastRequest('espo.connect')).toMatchObject({ address: connected().espo.site, session: true }),
    );
  });

  it('of somebody else, both are named', async () => {
    await openPopup(over('espo.otherUser'));
    expect(document.body.textContent?.replace(/[\u2066-\u2069]/g, '')).toContain(
      'EspoCRM is open as max in this browser, but synced here for erika.',
    );
  });
});
