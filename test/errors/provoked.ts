import type { ErrorCode } from '../../src/shared/codes.ts';

const E = 'test/errors';
const app = `${E}/codes-app.test.ts`;
const graph = `${E}/codes-graph.test.ts`;
const espo = `${E}/codes-espo.test.ts`;
const session = `${E}/codes-session.test.ts`;
const store = `${E}/codes-store.test.ts`;
const signIn = 'test/e2e/sign-in.test.ts';
const entra = `${E}/sign-in.test.ts`;
const accounts = 'src/background/app/accounts/sign-in.test.ts';
/** One test a number, in every way that Entra ID says it. */
const table: [file: string, test: string] = [entra, 'AADSTS%i'];

/** For each code the file and the name of the test that provokes it through the real program. */
export const PROVOKED: Record<ErrorCode, [file: string, test: string]> = {
  'ms.windowClosed': [signIn, 'ms.windowClosed'],
  'ms.cancelled': [entra, 'is over at once, whatever the window does later, and the next sign-in does not wait for it'],
  'ms.declined': [signIn, 'ms.declined'],
  'ms.adminConsent': [signIn, 'ms.adminConsent'],
  'ms.conditionalAccess': table,
  'ms.deviceNotAllowed': table,
  'ms.notAssigned': table,
  'ms.wrongTenant': table,
  'ms.unknownUser': table,
  'ms.accountBlocked': table,
  'ms.tenantUnknown': [signIn, 'ms.tenantUnknown'],
  'ms.tenantNeeded': table,
  'ms.wrongClient': [signIn, 'an application that nobody registered is ms.wrongClient'],
  'ms.notSpa': [signIn, 'ms.notSpa'],
  'ms.permissionMissing': table,
  'ms.errorPage': [entra, 'is not said to be the application when it is the account'],
  'ms.secondFactor': table,
  'ms.noSession': table,
  'ms.noWindow': [entra, 'that the browser refuses: %s'],
  'ms.windowOpen': [entra, 'that the browser refuses: %s'],
  'ms.signInFailed': table,
  'ms.noMailbox': [graph, 'ms.noMailbox: the account has none, or it is being moved'],
  'ms.signInNeeded': [graph, 'ms.signInNeeded: a token that is refused even when it is new'],
  'ms.scopeMissing': [graph, 'ms.scopeMissing: the right to the calendar was taken back'],
  'ms.noAccess': [
    accounts,
    'whose mailbox is closed all the same, nobody is sent in a circle, and nothing is kept of it',
  ],
  'ms.otherAccount': [graph, 'ms.otherAccount: more rights, given by somebody else'],
  'ms.unreachable': [graph, 'ms.unreachable: no answer'],
  'ms.throttled': [graph, 'ms.throttled: asked to wait longer than a run may take; the alarm obeys'],
  'ms.server': [graph, 'ms.server: broken for longer than it is asked again'],
  'ms.mailboxFull': [graph, 'ms.mailboxFull: a write is refused'],
  'ms.refused': [graph, 'ms.refused: a request that Graph does not understand'],
  'ms.unreadable': [graph, 'ms.unreadable: an answer that is no JSON'],
  'espo.addressMissing': [espo, 'espo.addressMissing'],
  'espo.plainHttp': [espo, 'espo.plainHttp'],
  'espo.permissionDeclined': [
    'src/popup/connect/connect.test.tsx',
    'says so when the permission is declined, and sends no password anywhere',
  ],
  'espo.notEspo': [espo, 'espo.notEspo'],
  'espo.signInBefore': [espo, 'espo.signInBefore: what was EspoCRM leads on to a sign-in, or answers its page'],
  'espo.nobodyThere': [espo, 'espo.nobodyThere'],
  'espo.unreachable': [espo, 'espo.unreachable'],
  'espo.wrongPassword': [espo, 'espo.wrongPassword'],
  'espo.codeNeeded': [espo, 'espo.codeNeeded and espo.codeWrong: the second factor'],
  'espo.codeWrong': [espo, 'espo.codeNeeded and espo.codeWrong: the second factor'],
  'espo.codeNotSent': [espo, 'espo.codeNotSent: the code never left, which is not a wrong password'],
  'espo.locked': [espo, 'espo.locked: too many failures from this computer'],
  'espo.ssoOnly': [espo, 'espo.ssoOnly: single sign-on is offered and passwords are not taken'],
  'espo.signInNeeded': [espo, 'espo.signInNeeded: the token was ended'],
  'espo.notKept': [
    accounts,
    'without Stay connected: EspoCRM is asked for again, by its own sentence, and nothing runs until then',
  ],
  'espo.noSession': [
    session,
    'espo.noSession: nobody is signed in there; then whoever is gets connected, and no password is asked for',
  ],
  'espo.otherUser': [
    session,
    'espo.otherUser: somebody else is signed in there; nothing is read or written as them, and the button does not change that',
  ],
  'espo.noAccess': [espo, 'espo.noAccess: a user who is no regular user'],
  'espo.maintenance': [espo, 'espo.maintenance: it passes'],
  'espo.server': [espo, 'espo.server'],
  'espo.refused': [espo, 'espo.refused'],
  'espo.unreadable': [espo, 'espo.unreadable'],
  'sync.notConnected': [app, 'sync.notConnected: nothing is connected'],
  'sync.off': [app, 'sync.off: the box is not ticked'],
  'sync.otherBrowser': [app, 'sync.otherBrowser: the alarm of a second browser of the user; Sync now takes over'],
  'sync.stopped': [app, 'sync.stopped: Pause in the middle of a run, which counts as no failure'],
  'settings.invalid': [app, 'settings.invalid: labels that clash, and what is no setting at all'],
  'policy.elsewhere': [
    'test/security/policy.test.ts',
    'policy.elsewhere: another %s than the account was connected with stops the sync until it is connected again',
  ],
  'policy.unreadable': [
    'test/security/policy.test.ts',
    'policy.unreadable: what is not understood of it stops the sync, and what is understood stays',
  ],
  'store.full': [store, 'store.full: nothing more is written, nothing is lost, and it goes on when there is room'],
  'store.broken': [store, 'store.broken: a store that cannot be opened'],
  'store.migration': [store, 'store.migration: the sync stops, and the old data stays readable for the next version'],
  'store.newer': [store, 'store.newer: an older program leaves the newer store alone and says so'],
  'message.refused': [app, 'message.refused: not from a page of ours, and nothing that we know'],
  bug: [app, 'bug: what nobody thought of ends the run with a sentence'],
};
