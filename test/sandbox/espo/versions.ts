/**
 * Where the versions of EspoCRM differ for an API client, as data (espo-versions.md 1 and 2; what is not here was equal on
 * all five).
 */
export const VERSIONS = ['7.5.6', '8.4.2', '9.2.7', '9.3.10', '10.0.0'] as const;
export type EspoVersion = (typeof VERSIONS)[number];

export interface Traits {
  /** `isAllDay` false (the default) wipes the all-day dates at every save; times win over dates. */
  allDayNeedsFlag: boolean;
  /** Blanks around user name and password are dropped at login. */
  trimsCredentials: boolean;
  /** Strings are trimmed, and "" becomes null. */
  trimsStrings: boolean;
  /** `2026-12-01T10:00:00Z` and `+02:00` in bodies. */
  isoDates: boolean;
  /** X-Status-Reason of an access error: a text, or empty. */
  aclReasons: boolean;
  /** `Metadata?key=` is honoured. */
  metadataKey: boolean;
  whereGroup: boolean;
  /** `in`, and `equals` with an array, on emailAddress: fine or 500. */
  emailIn: boolean;
  /** Bad list queries: 400, or 500 (7.5). */
  badQuery: 400 | 500;
  /** `not`, sub-queries and forbidden attributes in where. */
  forbiddenWhere: 400 | 403;
  /** The reason text appears twice. */
  doubledReason: boolean;
  /** A link name in `select`: ignored or 500. */
  selectLink: 'ignored' | 500;
  /** usersColumns alone in `select` brings Ids, Names and Columns. */
  selectColumns: boolean;
  /** assignedUserId and parentId are checked for read access, not only link-multiples. */
  checksSingleLinks: boolean;
  /** Without assignment permission a foreign or missing assignedUserId becomes the caller's. */
  assignsSelf: boolean;
  /** Reminder times that are past. */
  pastReminders: 'kept' | 'dropped' | 'now';
  /** `reminders` absent on create: the creator's own defaults. */
  ownReminders: boolean;
  /** GET attendees masks the users' addresses. */
  masksUsers: boolean;
  /** `Can't relate` reason names entity type and link. */
  longRelateReason: boolean;
  /** App/user.user.emailAddressList holds the own addresses. */
  emailAddressList: boolean;
  customPrefix: boolean;
  uid: boolean;
  locking: boolean;
  pragma: boolean;
  lockReason?: string;
  maintenanceReason: string;
  maintenanceBody: 'message' | 'messageTranslation';
  appAbout: boolean;
  openApi: boolean;
  /** sendInvitations without SMTP. */
  invitations: 200 | 500;
  /** API-script errors carry {"message"}. */
  scriptMessage: boolean;
  /** A broken "before save" formula of the admin is ignored. */
  ignoresBrokenFormula: boolean;
  /** An `or` over two addresses of one record lists it twice. */
  doublesOr: boolean;
  /** `in` over two addresses of one record counts it twice. */
  doublesInTotal: boolean;
}

const v10: Traits = {
  allDayNeedsFlag: true,
  trimsCredentials: true,
  trimsStrings: true,
  isoDates: true,
  aclReasons: true,
  metadataKey: true,
  whereGroup: true,
  emailIn: true,
  badQuery: 400,
  forbiddenWhere: 400,
  doubledReason: false,
  selectLink: 'ignored',
  selectColumns: true,
  checksSingleLinks: true,
  assignsSelf: true,
  pastReminders: 'now',
  ownReminders: true,
  masksUsers: true,
  longRelateReason: true,
  emailAddressList: false,
  customPrefix: true,
  uid: true,
  locking: true,
  pragma: false,
  maintenanceReason: 'Application is in maintenance mode.',
  maintenanceBody: 'message',
  appAbout: true,
  openApi: true,
  invitations: 200,
  scriptMessage: true,
  ignoresBrokenFormula: false,
  doublesOr: true,
  doublesInTotal: false,
};

const v93: Traits = {
  ...v10,
  allDayNeedsFlag: false,
  doubledReason: true,
  pastReminders: 'dropped',
  locking: false,
  invitations: 500,
  ignoresBrokenFormula: true,
};

const v92: Traits = { ...v93, openApi: false, selectColumns: false };

const v84: Traits = {
  ...v92,
  whereGroup: false,
  emailIn: false,
  forbiddenWhere: 403,
  doubledReason: false,
  selectLink: 500,
  ownReminders: false,
  masksUsers: false,
  emailAddressList: true,
  uid: false,
  pragma: true,
  maintenanceReason: 'Application is in maintenance mod1e.',
};

const v75: Traits = {
  ...v84,
  trimsCredentials: false,
  trimsStrings: false,
  isoDates: false,
  aclReasons: false,
  metadataKey: false,
  emailIn: true,
  badQuery: 500,
  selectLink: 'ignored',
  longRelateReason: false,
  checksSingleLinks: false,
  assignsSelf: false,
  pastReminders: 'kept',
  customPrefix: false,
  lockReason: 'Max failed login attempts exceeded.',
  maintenanceBody: 'messageTranslation',
  appAbout: false,
  scriptMessage: false,
  doublesOr: false,
  doublesInTotal: true,
};

export const traits: Record<EspoVersion, Traits> = {
  '7.5.6': v75,
  '8.4.2': v84,
  '9.2.7': v92,
  '9.3.10': v93,
  '10.0.0': v10,
};
