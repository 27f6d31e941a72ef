// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bench,
  box,
  button,
  isOff,
  lastRequest,
  open,
  refuse,
  setUp,
  status,
  tearDown,
  text,
  type,
} from '../../../test/popup/bench';
import { CLIENT, connected, disconnected, ran } from '../../../test/surface/fixtures';
import type { ErrorCode } from '../../shared/codes';
import type { Reply } from '../../shared/envelope';
import { errorView } from '../model/client';

beforeEach(setUp);
afterEach(tearDown);

const password = () => screen.getByLabelText('Password') as HTMLInputElement;
const code = () => screen.getByLabelText('Two-factor code') as HTMLInputElement;
const side = (name: string) => within(screen.getByRole('region', { name }));

function fillEspo(): void {
  type(box('EspoCRM address'), 'crm.example.com');
  type(box('Username'), 'erika');
  type(password(), 'pässword');
}

/** As the worker answers: the refusal, and the state that goes with it. */
function espoAnswers(why: ErrorCode): void {
  bench.replies.set('espo.connect', () => {
    const codeNeeded = why === 'espo.codeNeeded' || why === 'espo.codeWrong';
    const error = why === 'espo.codeNeeded' ? undefined : errorView(why);
    bench.worker.espo = { ...bench.worker.espo, codeNeeded, codeBy: 'email', error };
    return refuse(why);
  });
}
async function pressEspo(): Promise<void> {
  const before = bench.requests.filter(({ name }) => name === 'espo.connect').length;
  fireEvent.click(button('Connect EspoCRM'));
  await waitFor(() => expect(bench.requests.filter(({ name }) => name === 'espo.connect').length).toBe(before + 1));
  await waitFor(() => expect(isOff('Connect EspoCRM')).toBe(false));
}

describe('the second factor of EspoCRM', () => {
  beforeEach(async () => {
    await open(disconnected());
    fillEspo();
    espoAnswers('espo.codeNeeded');
    await pressEspo();
  });

  it('is a step of its own and no error: only the code is asked for, and it has the focus', async () => {
    await waitFor(() => expect(document.activeElement).toBe(code()));
    expect(side('EspoCRM').queryByRole('alert')).toBeNull();
    expect(screen.queryByLabelText('Password')).toBeNull();
    expect(side('EspoCRM').getByText(/code of/).textContent).toContain('erika. It was sent to you by e-mail.');
  });

  it('keeps the password until a code was right', async () => {
    type(code(), '000000');
    espoAnswers('espo.codeWrong');
    await pressEspo();
    expect((await side('EspoCRM').findByRole('alert')).textContent).toContain(text('error_espo_codeWrong'));
    expect(code().value).toBe('');
    type(code(), ' 123456 ');
    bench.replies.delete('espo.connect');
    await pressEspo().catch(() => undefined);
    expect(lastRequest('espo.connect')).toMatchObject({ password: 'pässword', code: '123456', username: 'erika' });
    // Taken: it is nowhere any more.
    await waitFor(() => expect(password().value).toBe(''));
  });

  it('lets one go back, with the password still there', () => {
    fireEvent.click(button('Back'));
    expect(password().value).toBe('pässword');
  });
});

it('asks for both after the page was closed in between: the password was nowhere else', async () => {
  const app = disconnected();
  await open({ ...app, espo: { ...app.espo, codeNeeded: true } });
  expect(password().value).toBe('');
  expect(code().required).toBe(false);
  expect(side('EspoCRM').queryByRole('alert')).toBeNull();
});

describe('what is typed for EspoCRM', () => {
  it.each(['espo.unreachable', 'espo.maintenance', 'espo.server', 'espo.locked', 'espo.notEspo'] as const)(
    'stays after %s',
    async (why) => {
      await open(disconnected());
      fillEspo();
      espoAnswers(why);
      await pressEspo();
      await side('EspoCRM').findByRole('alert');
      expect([box('EspoCRM address').value, box('Username').value, password().value]).toEqual([
        'crm.example.com',
        'erika',
        'pässword',
      ]);
    },
  );

  it.each([
    ['espo.notEspo', 'EspoCRM address'],
    ['espo.nobodyThere', 'EspoCRM address'],
    ['espo.wrongPassword', 'Password'],
  ] as const)('is said to be wrong after %s where it is: the focus is in %s', async (why, name) => {
    await open(disconnected());
    fillEspo();
    espoAnswers(why);
    await pressEspo();
    const field = screen.getByLabelText(name);
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const about = document.getElementById(field.getAttribute('aria-describedby') ?? '');
    expect(about).toBe(await side('EspoCRM').findByRole('alert'));
  });

  it('is nothing to type anew where it was not at fault: the focus stays on the button', async () => {
    await open(disconnected());
    fillEspo();
    espoAnswers('espo.unreachable');
    button('Connect EspoCRM').focus();
    await pressEspo();
    await side('EspoCRM').findByRole('alert');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(document.activeElement).toBe(button('Connect EspoCRM'));
  });

  it('stays on the page while it is tried', async () => {
    await open(disconnected());
    fillEspo();
    let answer: (reply: Reply) => void = () => undefined;
    bench.replies.set('espo.connect', () => new Promise<Reply>((resolve) => (answer = resolve)));
    const before = password();
    fireEvent.click(button('Connect EspoCRM'));
    bench.worker.espo = { ...bench.worker.espo, state: 'connecting' };
    bench.notify();
    await side('EspoCRM').findByText('Connecting…');
    expect(password()).toBe(before);
    expect(isOff('Connect EspoCRM')).toBe(true);
    answer(refuse('espo.unreachable'));
    // Still "connecting", as far as this page has heard.
    await waitFor(() => expect(bench.log.at(-1)).toBe('state.get'));
    expect([password(), password().value]).toEqual([before, 'pässword']);
  });

  it('goes when the password was wrong, which is then asked for', async () => {
    await open(disconnected());
    fillEspo();
    espoAnswers('espo.wrongPassword');
    await pressEspo();
    await waitFor(() => expect(document.activeElement).toBe(password()));
    expect([box('Username').value, password().value]).toEqual(['erika', '']);
  });

  it('is there again when the page was closed, passwords excepted', async () => {
    await open(disconnected());
    fillEspo();
    type(box('Directory (tenant) ID'), 'contoso.exam');
    const kept = { espoAddress: 'crm.example.com', espoUser: 'erika', tenantId: 'contoso.exam' };
    expect(lastRequest('draft.keep')).toEqual({ draft: kept });
    expect(JSON.stringify(bench.requests)).not.toContain('pässword');
    tearDown();
    setUp();
    await open({ ...disconnected(), draft: kept });
    expect([box('EspoCRM address').value, box('Username').value, box('Directory (tenant) ID').value]).toEqual([
      'crm.example.com',
      'erika',
      'contoso.exam',
    ]);
    expect(password().value).toBe('');
  });
});

it('asks only for the password, which has the focus, when the sign-in is over', async () => {
  const app = connected({ enabled: true });
  await open({
    ...app,
    pair: app.pair && { ...app.pair, started: true },
    status: { kind: 'signInNeeded', sides: ['espo'] },
    espo: { ...app.espo, state: 'signInNeeded', error: errorView('espo.notKept') },
    sync: { ...app.sync, last: ran({ created: 3 }) },
  });
  await waitFor(() => expect(document.activeElement).toBe(password()));
  expect([box('EspoCRM address').value, box('Username').value]).toEqual(['https://crm.example.com', 'erika']);
  expect(side('EspoCRM').getByRole('alert').textContent).toContain('you chose not to stay connected');
  // Nothing else says that it runs.
  expect(status().textContent).toContain('Sign-in needed');
  expect(status().textContent).not.toContain('Synced');
});

describe('the ids of Microsoft', () => {
  it.each([
    ['Application (client) ID', 'my app', 'Directory (tenant) ID'],
    ['Application (client) ID', `${CLIENT}0`, 'Directory (tenant) ID'],
    ['Application (client) ID', '', 'Directory (tenant) ID'],
    ['Directory (tenant) ID', 'contoso', 'Application (client) ID'],
    ['Directory (tenant) ID', 'anna@contoso.example', 'Application (client) ID'],
  ])('%s "%s" is said to be none, beside the field, and nothing is sent', async (name, typed, other) => {
    await open(disconnected());
    type(box(name), typed);
    expect(box(name).getAttribute('aria-invalid')).toBeNull();
    fireEvent.click(button('Connect Outlook'));
    await waitFor(() => expect(box(name).getAttribute('aria-invalid')).toBe('true'));
    const about = document.getElementById(box(name).getAttribute('aria-describedby') ?? '');
    expect(about?.textContent).toContain(name);
    expect([document.activeElement, box(other).getAttribute('aria-invalid')]).toEqual([box(name), null]);
    expect(bench.log).not.toContain('outlook.connect');
  });

  it.each(['', 'contoso.onmicrosoft.com', 'CONTOSO.example', CLIENT, 'organizations'])(
    '"%s" is a directory',
    async (typed) => {
      await open(disconnected());
      type(box('Directory (tenant) ID'), typed);
      fireEvent.click(button('Connect Outlook'));
      await waitFor(() => expect(lastRequest('outlook.connect')).toEqual({ clientId: CLIENT, tenantId: typed }));
    },
  );
});

describe('while Microsoft’s window waits', () => {
  it('says so and can be given up, and nothing else can be pressed there', async () => {
    const app = disconnected();
    await open({ ...app, outlook: { ...app.outlook, state: 'connecting', asking: true } });
    const card = side('Outlook');
    expect(card.getByText(/Finish the sign-in in Microsoft’s window/)).toBeTruthy();
    expect(card.getAllByRole('button').map((one) => one.textContent)).toEqual(['Cancel']);
    bench.replies.set('outlook.cancel', () => ({ ok: true, answer: disconnected() }));
    fireEvent.click(button('Cancel'));
    await waitFor(() => expect(isOff('Connect Outlook')).toBe(false));
  });

  it('given up, what was said before is said again, and it is no error', async () => {
    const app = disconnected();
    await open({ ...app, outlook: { ...app.outlook, error: errorView('ms.declined') } });
    bench.replies.set('outlook.connect', () => refuse('ms.cancelled'));
    fireEvent.click(button('Connect Outlook'));
    await side('Outlook').findByText(new RegExp(text('error_ms_cancelled')));
    expect(side('Outlook').getByRole('alert').textContent).toContain(text('error_ms_declined'));
  });

  it('says so beside what is connected, too', async () => {
    const app = connected();
    await open({ ...app, outlook: { ...app.outlook, asking: true } });
    expect(side('Outlook').getByText('Connected')).toBeTruthy();
    expect(
      side('Outlook')
        .getAllByRole('button')
        .map((one) => one.textContent),
    ).toEqual(['Cancel']);
  });
});

it('offers the consent link where the window was closed, because it may have asked for it', async () => {
  const link = 'https://login.microsoftonline.com/organizations/adminconsent?client_id=client';
  const app = disconnected();
  await open({ ...app, outlook: { ...app.outlook, error: errorView('ms.windowClosed'), consentLink: link } });
  expect((screen.getByRole('link', { name: 'Consent link' }) as HTMLAnchorElement).href).toBe(link);
});

it('leads to what Microsoft says about a number', async () => {
  const app = disconnected();
  await open({ ...app, outlook: { ...app.outlook, error: errorView('ms.conditionalAccess', 'AADSTS53003') } });
  const link = screen.getByRole('link', { name: 'What Microsoft says about it' }) as HTMLAnchorElement;
  expect(link.href).toBe('https://login.microsoftonline.com/error?code=53003');
});
