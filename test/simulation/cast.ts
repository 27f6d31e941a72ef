import { keepFindings } from '../../src/background/app/kept/findings.ts';
import type { EntityType } from '../../src/background/espo/entity-type.ts';
import { limit } from '../../src/background/espo/text-limits.ts';
import type { Activity, Store } from '../../src/background/sync/model/store.ts';
import { defaultSettings, type Settings } from '../../src/shared/settings.ts';
import { exampleEntity } from '../contract/examples.ts';
import type { NewRole } from '../sandbox/espo/control.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { Calendar, Mailbox } from '../sandbox/graph/model.ts';
import { type CastAct, type Rights, TYPES } from './acts.ts';
import { Browser, Company } from './company.ts';
import { addCustomers, seeingCustomers } from './customers.ts';
import { giveStatuses, tighten } from './definitions.ts';

export const DEFAULT_CAST: CastAct = {
  act: 'cast',
  browsers: [1],
  rights: ['full'],
  types: ['Meeting', 'Call', 'CVisit'],
  keyField: false,
  second: true,
  skew: [0, 0],
  page: 200,
  variants: [],
  settings: {},
};

/** The first is what the user has chosen for new ones, the other what people choose in EspoCRM. */
export const KINDS = ['On site', 'By phone'] as [string, string];
const PEOPLE = [
  { name: 'anna', oid: 'anna', address: 'anna@contoso.example', zone: 'W. Europe Standard Time' },
  { name: 'bert', oid: 'bert', address: 'bert@contoso.example', zone: 'Pacific Standard Time' },
  { name: 'cleo', oid: 'cleo', address: 'cleo@contoso.example', zone: 'India Standard Time' },
];
const TEAM = 'team-1';
const DRAFTS = { trial: 'draftMailsNobody', answer: 'yes', at: 0, detail: '' } as const;

const scope = (level: string) => ({ create: 'yes', read: level, edit: level, delete: level, stream: level });
/** `people`: which users may be read and put on records. */
const role = (level: string, people: 'all' | 'team' | 'own', calls = true): NewRole => ({
  data: {
    Meeting: scope(level),
    Call: calls ? scope(level) : false,
    CVisit: scope(level),
    Task: scope(level),
    User: { read: people, edit: 'no' },
    Contact: { create: 'no', read: 'all', edit: 'no', delete: 'no', stream: 'no' },
    Calendar: true,
    Activities: true,
  },
  assignmentPermission: people === 'own' ? 'no' : people,
  massUpdatePermission: 'yes',
});
export const ROLES: Record<Rights, NewRole> = {
  full: role('all', 'all'),
  // What DESIGN 3.4 asks for: User read team, Meeting read own, assignment permission team.
  team: role('own', 'team'),
  own: role('own', 'own'),
  noCall: role('all', 'all', false),
};

/** One browser of a user, over the stores it has had. */
export interface Station {
  user: Member;
  browser: Browser;
  /** What its log says, kept although the browser may lose its storage. */
  log: Activity[];
  /** The storage was lost: a number per loss. */
  losses: number;
  /** Commits that the store will refuse for want of room. */
  quota: number;
  /** Calendars that were the mailbox's default when its storage first met it: where nothing was chosen, one of them stays the Main Calendar. */
  met: Set<string>;
  /** A run was over since: there will be no other one. */
  hasMet: boolean;
  make(): void;
}

/** A user of the company. */
export interface Member {
  index: number;
  name: string;
  oid: string;
  address: string;
  espo: Row;
  box: Mailbox;
  token: string;
  rights: Rights;
  settings: Settings;
  settingsChanged: boolean;
  stations: Station[];
}

/** The company of a history: servers, users, their browsers. */
export class Cast {
  readonly company: Company;
  readonly members: Member[] = [];
  readonly act: CastAct;
  /** Everybody syncs the same entities: what one makes, the others can find. */
  sameEntities = true;
  /** Somebody has chosen another field for the place: what stood in the usual one stays there. */
  placeChosen = false;
  /** A mailbox was moved: all ids are new, and what was changed at the same time is not the same meeting any more. */
  moved = false;
  /** Somebody sees events of a colleague in a shared calendar. */
  shared = false;

  /** Accounts that the guest from outside belongs to. */
  customers: readonly string[] = [];

  /** What its fields hold, whatever its type. */
  readonly entity: EntityType;

  private constructor(seed: number, act: CastAct) {
    this.act = act;
    this.entity = exampleEntity(act.tight ? { nameField: limit('name', 40), locationField: limit('location', 8) } : {});
    this.company = new Company(seed);
  }

  static async of(
    seed: number,
    act: CastAct,
    newStore: () => Store,
    fetchOf: (station: () => Station) => typeof fetch,
  ): Promise<Cast> {
    const cast = new Cast(seed, act);
    const { company } = cast;
    const { graph, espo } = company;
    [graph.control.clockSkewMs, espo.control.settings.clockSkewMs] = act.skew;
    espo.control.settings.recordListMaxSizeLimit = act.page;
    const variants = graph.control.variants as unknown as Record<string, unknown>;
    const turned: Record<string, unknown> = { deltaReplays: 0.3, noTeams: 'refused' };
    for (const name of act.variants) variants[name] = turned[name] ?? !variants[name];
    espo.control.addField('Meeting', 'cPlace');
    espo.control.addField('Meeting', 'cJoin', { type: 'varchar', maxLength: 255 });
    espo.control.addField('Meeting', 'cOnline', { type: 'bool' });
    for (const type of act.types)
      espo.control.setField(type, 'status', { options: ['Planned', 'Held', 'Not Held', 'Tentative'] });
    if (act.statuses) for (const type of act.types.filter((one) => one !== 'Call')) giveStatuses(espo.control, type);
    if (act.several) espo.control.setAssignedUsers('CVisit');
    const key = { type: 'varchar', maxLength: act.keyLength ?? 100 };
    if (act.keyField) for (const type of act.types) espo.control.addField(type, 'cOutlookUid', key);
    if (act.kind) espo.control.addField('Meeting', 'cKind', { type: 'enum', required: true, options: KINDS });
    if (act.customers) cast.customers = addCustomers(espo.control, act.customers);
    if (act.tight) for (const type of act.types) tighten(espo.control, type, cast.entity);
    for (const [index, browsers] of act.browsers.slice(0, PEOPLE.length).entries())
      await cast.#join(index, browsers, newStore, fetchOf);
    return cast;
  }

  async #join(
    index: number,
    browsers: number,
    newStore: () => Store,
    fetchOf: (station: () => Station) => typeof fetch,
  ): Promise<void> {
    const { company, act } = this;
    const person = PEOPLE[index] ?? PEOPLE[0];
    if (!person) return;
    const { name, oid, address, zone } = person;
    const { graph, espo } = company;
    const rights = act.rights[index] ?? 'full';
    if (index > 0) graph.control.addMailbox({ oid, address, name, timeZone: zone });
    const mailbox = graph.control.mailbox(oid);
    if (act.second) mailbox.addCalendar({ name: 'Second' });
    espo.control.addRole(rights, this.#role(rights));
    const password = `${name}-12345`;
    const row = espo.control.addUser({ userName: name, password, role: rights, emailAddress: address });
    row['teamsIds'] = [TEAM];
    const token = await company.token(name, password);
    const settings: Settings = {
      ...defaultSettings(),
      enabled: true,
      direction: 'both',
      entities: [...act.types, ...(act.tasks ? ['Task'] : [])].map((type) => ({ type, label: LABELS[type] ?? type })),
      otherCalendars: mailbox.box.calendars.filter((c) => !c.isDefault).map((c) => c.id),
      ...(act.kind ? { fieldDefaults: { Meeting: { cKind: KINDS[0] } } } : {}),
      ...act.settings,
    };
    this.placeChosen ||= Object.keys(settings.locationField).length > 0;
    const member: Member = {
      index,
      name,
      oid,
      address,
      espo: row,
      box: mailbox.box,
      token,
      rights,
      settings,
      settingsChanged: false,
      stations: [],
    };
    this.members.push(member);
    for (let i = 0; i < browsers; i += 1) {
      const log: Activity[] = [];
      // The same company, but every request passes by us: the browser does not notice.
      const seenFrom = Object.create(company, { fetch: { value: fetchOf(() => station) } }) as Company;
      const station: Station = {
        user: member,
        log,
        losses: 0,
        quota: 0,
        met: new Set(),
        hasMet: false,
        browser: undefined as unknown as Browser,
        make() {
          meetAnew(this);
          const store = logged(newStore(), log);
          if (act.drafts) void keepFindings(store, [DRAFTS]);
          const lease = act.lease ? { lease: `${name}-${i}` } : {};
          this.browser = new Browser(
            seenFrom,
            { userName: name, token },
            { oid, store, settings: member.settings, ...lease },
          );
        },
      };
      station.make();
      member.stations.push(station);
    }
  }

  get stations(): Station[] {
    return this.members.flatMap((member) => member.stations);
  }

  member(index = 0): Member {
    return this.members[index % this.members.length] as Member;
  }

  station(user = 0, browser = 0): Station {
    const { stations } = this.member(user);
    return stations[browser % stations.length] as Station;
  }

  #role = (rights: Rights): NewRole => (this.act.customers ? seeingCustomers(ROLES[rights]) : ROLES[rights]);

  setRights(member: Member, rights: Rights): void {
    this.company.espo.control.addRole(rights, this.#role(rights));
    const found = this.company.espo.core.rows('Role').find((row) => row['name'] === rights);
    member.rights = rights;
    member.espo['rolesIds'] = found ? [found.id] : [];
  }

  /** Live records, also of an entity that somebody has switched on since. */
  records(): { type: string; row: Row }[] {
    return TYPES.flatMap((type) =>
      this.company.espo.core
        .rows(type)
        .filter((row) => !row.deleted)
        .map((row) => ({ type, row })),
    );
  }

  calendar(member: Member, pick: number): Calendar | undefined {
    const own = member.box.calendars.filter((calendar) => !calendar.source);
    return own[pick % own.length];
  }
}

/** Whatever is the default calendar when it looks next. */
export function meetAnew(station: Station): void {
  station.met.clear();
  station.hasMet = false;
}

/** It looks at the mailbox. */
export function meet({ user, met, hasMet }: Station): void {
  const calendar = user.box.calendars.find(({ isDefault }) => isDefault);
  if (calendar && !hasMet) met.add(calendar.id);
}

/** Whether the settings of that browser have it read and written as its Main Calendar. */
export function isMain({ id }: Calendar, { browser: { settings }, met }: Station): boolean {
  return settings.mainCalendar === '' ? met.has(id) : settings.mainCalendar === id;
}

/** Whether it reads that calendar at all. */
export const isChosen = (calendar: Calendar, station: Station): boolean =>
  isMain(calendar, station) || station.browser.settings.otherCalendars.includes(calendar.id);

const LABELS: Record<string, string> = { Meeting: '', Call: 'Call', CVisit: 'Visit' };

/** What the activity log was told, also by a store that is lost later. */
function logged(store: Store, log: Activity[]): Store {
  const commit = store.commit.bind(store);
  store.commit = async (changes) => {
    await commit(changes);
    if (changes.activity) log.push(...changes.activity);
  };
  return store;
}
