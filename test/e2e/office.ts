/**
 * A scene for tests of settings, on the stand-in or on the EspoCRM that ESPO_URL names: the same hands, over HTTP. Everything made
 * there bears a mark in its name and is removed at the end.
 */
import { dateIn } from '../days.ts';
import { asFetch } from '../sandbox/http.ts';
import { Chrome } from './chrome.ts';
import {
  type Choices,
  type Chosen,
  choose,
  connectEspo,
  connectOutlook,
  go,
  saveSettings,
  sync,
  until,
} from './popup.ts';
import { Api, MARK } from './real-espo.ts';
import { ANNA, openStage, SITE, type Stage } from './stage.ts';
import { graphWrites } from './verify.ts';

const { env } = process;
const REAL = env['ESPO_URL']?.replace(/\/+$/, '');
/** Tests that need an administrator, and none is given, are named as not run. */
export const HAS_ADMIN = REAL === undefined || env['ESPO_ADMIN_USER'] !== undefined;
/** What only the stand-in can be brought to. */
export const IS_STAND_IN = REAL === undefined;

export type Row = Record<string, unknown> & { id: string };

export class Office {
  readonly stage: Stage;
  readonly chrome: Chrome;
  readonly user: Api;
  /** Before every name: '' in the stand-in. */
  readonly prefix = REAL === undefined ? '' : MARK;
  readonly #admin: Api | undefined;
  /** What is taken back at the end, the last first. */
  readonly #undo: (() => Promise<unknown>)[] = [];
  /** What Outlook sent because of the sync. */
  readonly mailed: string[] = [];
  me = '';

  private constructor(stage: Stage, chrome: Chrome) {
    this.stage = stage;
    this.chrome = chrome;
    const over = REAL === undefined ? asFetch(() => stage.espo) : fetch;
    const site = REAL ?? SITE;
    const login =
      REAL === undefined ? ANNA : { userName: env['ESPO_USER'] ?? '', password: env['ESPO_PASSWORD'] ?? '' };
    const admin = REAL === undefined ? ['admin', 'Admin12345'] : [env['ESPO_ADMIN_USER'], env['ESPO_ADMIN_PASSWORD']];
    this.user = new Api(site, login.userName, login.password, over);
    this.#admin = admin[0] === undefined ? undefined : new Api(site, admin[0], admin[1] ?? '', over);
  }

  /** `prepare`: what is there before anything is connected. */
  static async open(choices: Choices, prepare: (stage: Stage) => void = () => undefined): Promise<Office> {
    const stage = await openStage();
    prepare(stage);
    const open = REAL === undefined ? [] : [new URL(REAL).hostname];
    const office = new Office(stage, await Chrome.launch(stage, { open }));
    try {
      office.me = (await office.user.ask<{ user: { id: string } }>('App/user')).user.id;
      await connectOutlook(office.chrome);
      if (REAL === undefined) await connectEspo(office.chrome);
      else {
        const { protocol, hostname } = new URL(REAL);
        const login = { address: REAL, userName: env['ESPO_USER'] ?? '', password: env['ESPO_PASSWORD'] ?? '' };
        await connectEspo(office.chrome, login, `${protocol}//${hostname}/*`);
      }
      await saveSettings(office.chrome, choices);
    } catch (error) {
      await office.close();
      throw error;
    }
    return office;
  }

  get admin(): Api {
    if (!this.#admin) throw new Error('no administrator');
    return this.#admin;
  }

  get mailbox() {
    return this.stage.graph.control.mailbox(ANNA.oid);
  }

  async close(): Promise<void> {
    await this.chrome.close();
    if (REAL !== undefined) {
      for (const type of ['Meeting', 'Call'])
        for (const { id } of await this.rows(type, '')) this.willGo(`${type}/${id}`);
      for (const undo of this.#undo.reverse()) await undo().catch(() => undefined);
    }
    await this.stage.close();
  }

  /** An event of an hour, so many days ahead, as a person makes it. */
  event(subject: string, day: number, more: Record<string, unknown> = {}) {
    return this.mailbox.createEvent('default', { subject: this.prefix + subject, ...hour(day), ...more });
  }

  /** The same from somebody else, who invites. */
  invitation(subject: string, day: number) {
    const attendees = [guest(ANNA.address)];
    const organizer = { name: 'Bob Stone', address: 'bob@fabrikam.example' };
    return this.mailbox.receiveInvitation({ subject: this.prefix + subject, ...hour(day), attendees }, organizer);
  }

  subjects(): string[] {
    return this.mailbox.events().map(({ subject }) => subject.slice(this.prefix.length));
  }

  eventOf(subject: string) {
    const found = this.mailbox.events().filter((event) => event.subject === this.prefix + subject);
    if (found.length !== 1) throw new Error(`${found.length} events "${subject}" in ${this.subjects().join(', ')}`);
    return found[0] as (typeof found)[number];
  }

  /** Made in EspoCRM; `by` an administrator where it is not for the user. */
  async make(type: string, body: Record<string, unknown>, by: Api = this.user): Promise<Row> {
    const row = await by.ask<Row>(type, { method: 'POST', body });
    this.willGo(`${type}/${row.id}`, by);
    return row;
  }

  record(name: string, day: number, more: Record<string, unknown> = {}, by: Api = this.user): Promise<Row> {
    const time = (at: string) => `${dateIn(day)} ${at}:00:00`;
    const times = { dateStart: time('10'), dateEnd: time('11') };
    return this.make(
      'Meeting',
      { name: this.prefix + name, status: 'Planned', ...times, assignedUserId: this.me, ...more },
      by,
    );
  }

  change(type: string, id: string, body: Record<string, unknown>): Promise<Row> {
    return this.user.ask(`${type}/${id}`, { method: 'PUT', body });
  }

  remove(type: string, id: string): Promise<unknown> {
    return this.user.ask(`${type}/${id}`, { method: 'DELETE' });
  }

  /** Records that the sync names by itself, without a mark: known by their day. */
  async at(name: string, day: number): Promise<Row[]> {
    const where = `where[0][type]=equals&where[0][attribute]=name&where[0][value]=${encodeURIComponent(name)}`;
    const { list } = await this.user.ask<{ list: Row[] }>(`Meeting?maxSize=200&select=id,name,dateStart&${where}`);
    const found = list.filter((row) => String(row['dateStart']).startsWith(dateIn(day)));
    for (const { id } of found) this.willGo(`Meeting/${id}`);
    return Promise.all(found.map(({ id }) => this.user.ask<Row>(`Meeting/${id}`)));
  }

  /** The user gets a default team; its id. */
  async defaultTeam(): Promise<string> {
    const { id } = await this.make('Team', { name: `${this.prefix}Sales` }, this.admin);
    const path = `User/${this.me}`;
    const { teamsIds, defaultTeamId } = await this.admin.ask<Row>(path);
    this.#undo.push(() => this.admin.ask(path, { method: 'PUT', body: { teamsIds, defaultTeamId } }));
    const teams = [...((teamsIds as string[] | undefined) ?? []), id];
    await this.admin.ask(path, { method: 'PUT', body: { teamsIds: teams, defaultTeamId: id } });
    return id;
  }

  /** A colleague who may sign in to EspoCRM. */
  async colleague(): Promise<string> {
    const userName = `sync.test.${Date.now().toString(36)}`;
    const name = { firstName: 'Test', lastName: `${this.prefix}Colleague` };
    return (await this.make('User', { userName, ...name, type: 'regular', isActive: true }, this.admin)).id;
  }

  /** An administrator adds a field to Meeting; its name there, which most versions prefix. */
  async field(label: string, type: 'varchar' | 'url' | 'bool'): Promise<string> {
    const name = label.charAt(0).toLowerCase() + label.slice(1).replaceAll(' ', '');
    const path = 'Admin/fieldManager/Meeting';
    await this.admin.ask(path, { method: 'POST', body: { name, label, type, maxLength: 255 } });
    const fields = await this.admin.ask<Record<string, unknown>>('Metadata?key=entityDefs.Meeting.fields');
    const made = Object.keys(fields).find((one) => one.toLowerCase().endsWith(name.toLowerCase())) ?? name;
    this.willGo(`${path}/${made}`, this.admin);
    return made;
  }

  /** Presses the button: rights and fields are read anew, and what is said of them. */
  async checkSetup(): Promise<string> {
    const page = await go(this.chrome, 'check');
    await page.getByRole('button', { name: 'Check my setup', exact: true }).click();
    const lines = page.getByRole('region', { name: 'Is everything there?' }).getByRole('list');
    await lines.waitFor();
    await page.getByRole('button', { name: 'Check my setup', disabled: false }).waitFor();
    return lines.innerText();
  }

  /** Records of that name, each read by itself: lists cut texts. '' for all that bear the mark. */
  async rows(type: string, name: string): Promise<Row[]> {
    const where = `where[0][type]=${name === '' ? 'startsWith' : 'equals'}&where[0][attribute]=name&where[0][value]=${encodeURIComponent(this.prefix + name)}`;
    const { list } = await this.user.ask<{ list: Row[] }>(`${type}?maxSize=200&select=id,name&${where}`);
    return Promise.all(list.map(({ id }) => this.user.ask<Row>(`${type}/${id}`)));
  }

  async row(name: string, type = 'Meeting'): Promise<Row> {
    const found = await this.rows(type, name);
    if (found.length !== 1) throw new Error(`${found.length} records "${name}"`);
    return found[0] as Row;
  }

  choose(chosen: Chosen, entity = ''): Promise<void> {
    return choose(this.chrome, chosen, entity);
  }

  /** Kinds of records are synced besides, by their labels. */
  async add(entities: Record<string, string>): Promise<void> {
    await saveSettings(this.chrome, { entities });
    const isThere = async () => {
      const synced = (await this.chrome.state()).pair?.settings.entities.map(({ label }) => label) ?? [];
      return Object.values(entities).every((label) => synced.includes(label));
    };
    await until(isThere, () => 'the kinds of records were not saved');
  }

  /** "Sync now": what it wrote in Outlook, and its figures. */
  async sync() {
    const before = graphWrites(this.stage);
    const { mails } = this.stage.graph.control;
    const mailed = mails.length;
    const { sync: done } = await sync(this.chrome);
    this.mailed.push(...mails.slice(mailed).map(({ kind, subject }) => `${kind} ${subject}`));
    if (done.last?.error) throw new Error(JSON.stringify(done.last.error));
    const { created = 0, updated = 0, removed = 0, held = 0 } = done.last ?? {};
    return { graph: graphWrites(this.stage) - before, written: created + updated + removed, held };
  }

  /** The worker takes answers in by a run of its own. */
  idle(): Promise<void> {
    return until(
      async () => !(await this.chrome.state()).sync.running,
      () => 'the run does not end',
    );
  }

  /** What the sync made on its own account is removed at the end, too. */
  willGo(path: string, by: Api = this.user): void {
    this.#undo.push(() => by.ask(path, { method: 'DELETE' }));
  }

  /** What a search for these words shows. */
  async found(text: string) {
    return (await this.chrome.ask('item.search', { text, limit: 1000, after: '' })).rows;
  }

  /** Why an event or a record is left out; '' where it is not. */
  async reasonOf(title: string): Promise<string> {
    const rows = await this.found(title);
    return rows.find((row) => row.title === this.prefix + title)?.reason ?? '';
  }
}

const at = (day: number, clock: string) => ({ dateTime: `${dateIn(day)}T${clock}:00:00`, timeZone: 'UTC' });
const hour = (day: number) => ({ start: at(day, '10'), end: at(day, '11') });
export const allDay = (day: number) => ({ isAllDay: true, start: at(day, '00'), end: at(day + 1, '00') });
export const guest = (address: string) => ({ type: 'required', emailAddress: { name: address, address } });
