import { describe, expect, it } from 'vitest';
import { microsoftError } from './microsoft-errors';

const thrown = (errorCode: string, errorMessage: string) =>
  Object.assign(new Error(`${errorCode}: ${errorMessage}`), { errorCode, errorMessage });

describe('what a failed Microsoft sign-in means', () => {
  it.each([
    [new Error('The user did not approve access.'), true, 'ms.windowClosed'],
    [new Error('User cancelled or denied access.'), true, 'ms.windowClosed'],
    [new Error('The user did not approve access.'), false, 'ms.signInNeeded'],
    [thrown('access_denied', 'AADSTS65004: User declined to consent'), true, 'ms.declined'],
    [thrown('access_denied', 'declined'), true, 'ms.declined'],
    [thrown('interaction_required', 'AADSTS90094: An administrator must approve'), true, 'ms.adminConsent'],
    [thrown('invalid_grant', 'AADSTS65001: not consented'), true, 'ms.adminConsent'],
    // Silently found out: the user may still be asked.
    [thrown('invalid_grant', 'AADSTS65001: not consented'), false, 'ms.signInNeeded'],
    [thrown('consent_required', 'x'), false, 'ms.signInNeeded'],
    [thrown('temporarily_unavailable', 'AADSTS90033: transient'), false, 'ms.server'],
    [thrown('server_error', 'AADSTS90006'), true, 'ms.server'],
    [new DOMException('signal timed out', 'TimeoutError'), false, 'ms.unreachable'],
    [thrown('invalid_request', 'AADSTS50020: user account does not exist in tenant'), true, 'ms.wrongTenant'],
    [thrown('unauthorized_client', 'AADSTS700016: application not found'), true, 'ms.wrongClient'],
    [thrown('invalid_client', 'AADSTS9002326: cross-origin token redemption'), true, 'ms.notSpa'],
    [thrown('invalid_client', 'x'), true, 'ms.wrongClient'],
    // The number, wherever it stands, says more than the OAuth error beside it.
    [Object.assign(thrown('access_denied', 'x'), { errorNo: '53003' }), true, 'ms.conditionalAccess'],
    [Object.assign(thrown('access_denied', 'x'), { errorNo: 53003 }), true, 'ms.conditionalAccess'],
    [thrown('access_denied', 'AADSTS1234567: nobody knows'), true, 'ms.signInFailed'],
    [new Error('Did not redirect to the right URL.'), true, 'ms.signInFailed'],
    [new Error("Couldn't create a browser window to display an authorization page."), true, 'ms.noWindow'],
    [new Error("Couldn't create a browser window to display an authorization page."), false, 'ms.signInNeeded'],
    [new Error('Only one web auth flow is allowed at a time.'), false, 'ms.windowOpen'],
    [thrown('network_error', 'x'), false, 'ms.unreachable'],
    [new TypeError('Failed to fetch'), false, 'ms.unreachable'],
    [thrown('login_required', 'AADSTS50058: no session'), false, 'ms.signInNeeded'],
    [thrown('interaction_required', 'AADSTS50076: second factor'), false, 'ms.secondFactor'],
    ['something else', false, 'ms.signInNeeded'],
  ] as const)('%s (interactive: %s) is %s', (error, interactive, code) => {
    expect(microsoftError(error, interactive).code).toBe(code);
  });

  const NOT_ASSIGNED = 'AADSTS50105: not assigned to a role';
  it.each([
    ['a number', { errorNo: 50105 }],
    ['its digits', { errorNo: '50105' }],
    ['digits, and what stood behind them in an address', { errorNo: '50105&lang=en' }],
    ['the name with its digits', { errorNo: 'AADSTS50105' }],
    ['nothing, and the message names it', { errorNo: '', errorMessage: NOT_ASSIGNED }],
    ['blanks, and the message names it', { errorNo: ' ', errorMessage: NOT_ASSIGNED }],
    ['a word, and the message names it', { errorNo: 'none', errorMessage: NOT_ASSIGNED }],
    ['none, and the message names it', { errorNo: 0, errorMessage: NOT_ASSIGNED }],
    ['no number that there is, and the message names it', { errorNo: Number.NaN, errorMessage: NOT_ASSIGNED }],
    ['null, and the message names it', { errorNo: null, errorMessage: NOT_ASSIGNED }],
    ['a list, and the message names it', { errorNo: [50105], errorMessage: NOT_ASSIGNED }],
    ['nothing, and the message names it with a blank', { errorMessage: 'AADSTS 50105: not assigned' }],
    ['nothing, and the message is in the other place', { errorMessage: null, message: NOT_ASSIGNED }],
    ['nothing, and the error below names it', { subError: 'AADSTS50105' }],
    ['nothing, and the error below as Entra ID spells it', { suberror: 'AADSTS50105' }],
    ['nothing, and the name of the error is the number', { errorCode: 'AADSTS50105' }],
  ])('the number is found where errorNo is %s', (_, fields) => {
    const error = microsoftError({ errorCode: 'access_denied', ...fields }, true);
    expect([error.code, error.detail]).toEqual(['ms.notAssigned', 'AADSTS50105']);
  });

  it('without any number the OAuth error counts, whatever stands in its place', () => {
    for (const errorNo of ['', 'none', null, {}, 0])
      expect(microsoftError({ errorCode: 'access_denied', errorNo }, true).code).toBe('ms.declined');
  });
});
