// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { bench, box, button, lastRequest, open, refuse, setUp, tearDown, text, type } from '../../../test/popup/bench';
import { CLIENT, connected, disconnected } from '../../../test/surface/fixtures';
import { errorView } from '../model/client';

beforeEach(setUp);
afterEach(tearDown);

function fillEspo(address = 'crm.example.com/#Meeting'): void {
  type(box('EspoCRM address'), address);
  type(box('Username'), 'erika');
  type(screen.getByLabelText('Password'), 'pässword');
}

it('asks for the one site on the very click, before anything else, and forgets the password once connected', async () => {
  await open(disconnected());
  fillEspo();
  bench.log.length = 0;
  fireEvent.click(button('Connect EspoCRM'));
  // Still within the click: a permission that is asked for later is refused by the browser.
  expect(bench.log).toEqual(['permission https://crm.example.com/*']);
  await waitFor(() => expect(bench.log).toContain('espo.connect'));
  expect(lastRequest('espo.connect')).toEqual({
    address: 'crm.example.com/#Meeting',
    username: 'erika',
    password: 'pässword',
    code: '',
    stayConnected: true,
    session: false,
  });
  await waitFor(() => expect((screen.getByLabelText('Password') as HTMLInputElement).value).toBe(''));
});

it('says so when the permission is declined, and sends no password anywhere', async () => {
  bench.granted = false;
  await open(disconnected());
  fillEspo();
  fireEvent.click(button('Connect EspoCRM'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(text('error_espo_permissionDeclined'));
  expect(alert.textContent).toContain(text('remedy_espo_permissionDeclined'));
  expect(bench.log).not.toContain('espo.connect');
});

it('refuses what is no address without asking for anything', async () => {
  await open(disconnected());
  fillEspo('http://crm.example.com');
  fireEvent.click(button('Connect EspoCRM'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(text('error_espo_plainHttp'));
  // Whoever types on does so in the field that is wrong, until it is another address.
  const field = box('EspoCRM address');
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect([field.getAttribute('aria-invalid'), field.getAttribute('aria-describedby')]).toEqual(['true', alert.id]);
  type(field, 'crm.example.com');
  await waitFor(() => expect(field.getAttribute('aria-invalid')).toBeNull());
  expect(bench.log.filter((entry) => entry !== 'state.get' && entry !== 'draft.keep')).toEqual([]);
});

it('asks for the code only when EspoCRM does, and keeps the password for it', async () => {
  await open(disconnected());
  expect(screen.queryByLabelText('Two-factor code')).toBeNull();
  fillEspo();
  bench.replies.set('espo.connect', () => {
    bench.worker.espo = { ...bench.worker.espo, codeNeeded: true, error: errorView('espo.codeNeeded') };
    return refuse('espo.codeNeeded');
  });
  fireEvent.click(button('Connect EspoCRM'));
  type((await screen.findByLabelText('Two-factor code')) as HTMLInputElement, ' 123456 ');
  fireEvent.click(button('Connect EspoCRM'));
  await waitFor(() => expect(lastRequest('espo.connect')).toMatchObject({ password: 'pässword', code: '123456' }));
});

it('asks only for the password when the sign-in is over', async () => {
  const app = connected();
  await open({ ...app, espo: { ...app.espo, state: 'signInNeeded', error: errorView('espo.signInNeeded') } });
  expect(box('EspoCRM address').value).toBe('https://crm.example.com');
  expect(box('Username').value).toBe('erika');
  expect(screen.queryByRole('checkbox', { name: 'Outlook Calendar' })).toBeNull();
});

it('offers neither way while a sign-in is under way', async () => {
  const app = connected();
  await open({ ...app, espo: { ...app.espo, state: 'connecting', site: '', user: '' } });
  const side = within(screen.getByRole('region', { name: 'EspoCRM' }));
  expect(side.getByText('Connecting…')).toBeTruthy();
  expect(side.queryByRole('button')).toBeNull();
});

it('shows each side as connected, with its account and its button', async () => {
  await open(connected());
  for (const [name, account] of [
    ['Outlook', 'erika@example.com'],
    ['EspoCRM', 'erika'],
  ] as const) {
    const side = within(screen.getByRole('region', { name }));
    expect(side.getByText('Connected')).toBeTruthy();
    expect(side.getByText(account)).toBeTruthy();
    expect(side.getByRole('button', { name: `Disconnect ${name}` })).toBeTruthy();
    expect(side.queryByRole('button', { name: `Connect ${name}` })).toBeNull();
  }
});

it('hands out the consent link when only an administrator can go on', async () => {
  const link = 'https://login.microsoftonline.com/organizations/adminconsent?client_id=client';
  const app = disconnected();
  await open({ ...app, outlook: { ...app.outlook, error: errorView('ms.adminConsent'), consentLink: link } });
  expect(screen.getByRole('alert').textContent).toContain(text('remedy_ms_adminConsent'));
  expect((screen.getByRole('link', { name: 'Consent link' }) as HTMLAnchorElement).href).toBe(link);
  expect(button('Copy message to your administrator')).toBeTruthy();
});

it('asks the administrator for each permission once', async () => {
  const write = vi.fn<(text: string) => Promise<void>>(async () => undefined);
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: write } });
  await open(disconnected(), 'start');
  bench.worker = { ...disconnected(), espo: connected().espo };
  bench.notify();
  fireEvent.click(await screen.findByRole('button', { name: 'Copy message to your administrator' }));
  await screen.findByText('Copied');
  expect(write.mock.calls[0]?.[0]).toContain('User.Read, MailboxSettings.Read, Calendars.Read, Calendars.ReadWrite');
});

it('offers the message to the administrator once, where it went wrong', async () => {
  const app = disconnected();
  const consentLink = 'https://login.microsoftonline.com/organizations/adminconsent?client_id=client';
  const outlook = { ...app.outlook, error: errorView('ms.windowClosed'), consentLink };
  await open({ ...app, espo: connected().espo, outlook }, 'start');
  expect(screen.getAllByRole('button', { name: 'Copy message to your administrator' })).toHaveLength(1);
});

it('connects Outlook with the ids that are typed, and those of the build otherwise', async () => {
  await open(disconnected());
  type(box('Directory (tenant) ID'), ' contoso.example ');
  fireEvent.click(button('Connect Outlook'));
  await waitFor(() =>
    expect(lastRequest('outlook.connect')).toEqual({ clientId: CLIENT, tenantId: 'contoso.example' }),
  );
});

it('shows what the organization has set, which cannot be changed, whatever was typed before', async () => {
  const app = disconnected();
  app.connection = { ...app.connection, tenantId: 'contoso', espoAddress: 'crm.example.com', stayConnected: false };
  app.draft = { clientId: 'typed', tenantId: 'typed', espoAddress: 'typed.example', stayConnected: true };
  app.managed.connection = ['tenantId', 'espoAddress', 'stayConnected'];
  await open(app);
  const [client, tenant, address] = [
    box('Application (client) ID'),
    box('Directory (tenant) ID'),
    box('EspoCRM address'),
  ];
  expect([client.value, client.disabled]).toEqual(['typed', false]);
  expect([tenant.value, tenant.disabled]).toEqual(['contoso', true]);
  expect([address.value, address.disabled]).toEqual(['crm.example.com', true]);
  const stay = screen.getByRole('checkbox') as HTMLInputElement;
  expect([stay.checked, stay.disabled]).toEqual([false, true]);
  expect(screen.getAllByText('Set by your organization')).toHaveLength(3);
  type(box('Username'), 'erika');
  type(screen.getByLabelText('Password'), 'pässword');
  fireEvent.click(button('Connect EspoCRM'));
  await waitFor(() =>
    expect(lastRequest('espo.connect')).toMatchObject({ address: 'crm.example.com', stayConnected: false }),
  );
});
