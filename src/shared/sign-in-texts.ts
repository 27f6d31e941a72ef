/** What Microsoft's and EspoCRM's refusals to sign in mean, in words. */
import type { ErrorCode } from './codes';

export interface ErrorText {
  /** What happened, one sentence. */
  sentence: string;
  /** The way out, one sentence; '' where waiting is enough and said in the sentence. */
  remedy: string;
}

/** What an error is about, where it is known: account, tenant, redirect. */
export type ErrorNames = Readonly<Record<string, string>>;

/**
 * How a sign-in to Microsoft ends, and a way out that does not lead back to the same place: who has to do what. `{name|words}` is the
 * name where it is known, else the words.
 */
export const SIGN_IN_TEXTS = {
  'ms.windowClosed': {
    sentence: 'The Microsoft sign-in window was closed before it was done.',
    remedy:
      'If it asked for the approval of an administrator, send them the consent link; otherwise press Connect Outlook and finish the sign-in.',
  },
  'ms.cancelled': {
    sentence: 'The sign-in was cancelled.',
    remedy: 'Close Microsoft’s window; press Connect Outlook to begin again.',
  },
  'ms.declined': {
    sentence: 'The access to your calendar was declined.',
    remedy: 'Press Connect Outlook again and accept, if that was not what you wanted.',
  },
  'ms.adminConsent': {
    sentence: 'Your organization lets only an administrator allow this application.',
    remedy: 'Copy the consent link and send it to your Microsoft 365 administrator; connect again when it is approved.',
  },
  'ms.conditionalAccess': {
    sentence: 'The access rules of your organization block this sign-in.',
    remedy:
      'Signing in again does not help: ask your Microsoft 365 administrator to let this application through Conditional Access, and name the code below.',
  },
  'ms.deviceNotAllowed': {
    sentence:
      'Your organization lets only devices sign in that it manages, and Microsoft does not see this one as such.',
    remedy:
      'Use a managed device, in a browser profile that is signed in with your work account, or ask your Microsoft 365 administrator.',
  },
  'ms.notAssigned': {
    sentence: 'Your organization has not assigned {account|you} to this application.',
    remedy:
      'Ask your Microsoft 365 administrator to add you to the application under Enterprise applications, Users and groups.',
  },
  'ms.wrongTenant': {
    sentence: 'The account {account|that you chose} does not belong to the directory {tenant|that is set}.',
    remedy: 'Choose another account in Microsoft’s window, or correct the Directory (tenant) ID.',
  },
  'ms.unknownUser': {
    sentence: 'Microsoft knows no account {account|as you typed it} in the directory {tenant|that is set}.',
    remedy:
      'Choose another account in Microsoft’s window; if this one is right, ask your Microsoft 365 administrator what became of it.',
  },
  'ms.accountBlocked': {
    sentence: 'Microsoft has disabled or locked the account {account|that you chose}.',
    remedy: 'Only your Microsoft 365 administrator can open it again.',
  },
  'ms.tenantUnknown': {
    sentence: 'Microsoft knows no directory {tenant|with this ID}.',
    remedy: 'Correct the Directory (tenant) ID; your Microsoft 365 administrator can tell it.',
  },
  'ms.tenantNeeded': {
    sentence: 'This application is there for one organization only, and Microsoft was not told which.',
    remedy: 'Type the Directory (tenant) ID of your organization; your Microsoft 365 administrator can tell it.',
  },
  'ms.wrongClient': {
    sentence:
      'Microsoft does not know this application in the directory {tenant|that is set}, or it is switched off there.',
    remedy: 'Check the Application (client) ID and the Directory (tenant) ID with your Microsoft 365 administrator.',
  },
  'ms.notSpa': {
    sentence: 'The application is registered, but not as a single-page application with the address of this extension.',
    remedy:
      'Ask your Microsoft 365 administrator to open Authentication in its registration and to add {redirect|the redirect address} under the platform Single-page application, not under Web.',
  },
  'ms.permissionMissing': {
    sentence: 'The registration of this application does not list the permissions for calendars.',
    remedy:
      'Ask your Microsoft 365 administrator to add User.Read, MailboxSettings.Read and Calendars.ReadWrite of Microsoft Graph (delegated) under API permissions.',
  },
  'ms.errorPage': {
    sentence: 'Microsoft answered with an error page, which the browser does not show.',
    remedy:
      'Try another account; if it stays, check with your Microsoft 365 administrator both IDs, and that {redirect|the redirect address} is registered as a single-page application.',
  },
  'ms.secondFactor': {
    sentence: 'Microsoft asks for a second factor.',
    remedy:
      'Press Connect Outlook and confirm it in Microsoft’s window; if you have none yet, set one up at https://aka.ms/mfasetup first.',
  },
  'ms.noSession': {
    sentence: 'Microsoft did not find the sign-in that it had just made.',
    remedy: 'Allow cookies for login.microsoftonline.com in this browser, then press Connect Outlook.',
  },
  'ms.noWindow': {
    sentence: 'This browser cannot open Microsoft’s sign-in window.',
    remedy: 'Use Edge, Chrome or Firefox on a computer, in a window that is not private.',
  },
  'ms.windowOpen': {
    sentence: 'Microsoft’s window of an earlier sign-in is still open.',
    remedy: 'Close that window, then press Connect Outlook.',
  },
  'ms.signInFailed': {
    sentence: 'Microsoft refused the sign-in.',
    remedy:
      'Ask your Microsoft 365 administrator, and name the code below; what it means stands at https://login.microsoftonline.com/error.',
  },
  'ms.signInNeeded': { sentence: 'Microsoft asks you to sign in again.', remedy: 'Press Connect Outlook.' },
  'ms.scopeMissing': {
    sentence: 'Microsoft refuses the access to this calendar.',
    remedy:
      'Press Connect Outlook once and accept what is asked for; if it stays, only your Microsoft 365 administrator can allow it: send them the consent link.',
  },
  'ms.noAccess': {
    sentence: 'Microsoft signed you in, but Outlook does not let this application into the mailbox.',
    remedy:
      'Signing in again does not help: ask your Microsoft 365 administrator whether applications may reach your mailbox.',
  },
  'ms.noMailbox': {
    sentence: 'This account has no Exchange Online mailbox.',
    remedy: 'Sign in with the account whose calendar you use in Outlook on the web.',
  },
  'ms.otherAccount': {
    sentence: 'You signed in with another Microsoft account than before.',
    remedy: 'Sign in with the account that is connected, or disconnect Outlook first.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorText>>;

/** A text with the names that are known. */
export const fill = (text: string, names: ErrorNames = {}): string =>
  text.replace(/\{(\w+)\|([^}]*)\}/g, (_, name: string, otherwise: string) => names[name] || otherwise);

const filled = ({ sentence, remedy }: ErrorText, names?: ErrorNames): ErrorText => ({
  sentence: fill(sentence, names),
  remedy: fill(remedy, names),
});

type SignInCode = keyof typeof SIGN_IN_TEXTS;

/** Without names, as they are listed. */
export const PLAIN_SIGN_IN_TEXTS = Object.fromEntries(
  Object.entries(SIGN_IN_TEXTS).map(([code, text]) => [code, filled(text)]),
) as Record<SignInCode, ErrorText>;

/** With names; undefined for what is no matter of the sign-in to Microsoft. */
export const namedText = (code: ErrorCode, names: ErrorNames): ErrorText | undefined =>
  code in SIGN_IN_TEXTS ? filled(SIGN_IN_TEXTS[code as SignInCode], names) : undefined;

/** Where an administrator may have to agree: the link for them is offered. */
export const OFFERS_CONSENT: readonly ErrorCode[] = ['ms.adminConsent', 'ms.windowClosed', 'ms.scopeMissing'];
