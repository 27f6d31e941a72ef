import { asStoredByEspo } from '../../src/background/espo/mapping.ts';
import type { Row } from '../sandbox/espo/types.ts';
import { dayOf, type EspoAct, type Kind, type RecordField, span, titleOf } from './acts.ts';
import { assignedTo, usersOf } from './assigned.ts';
import { type Cast, KINDS, type Member } from './cast.ts';
import { OWN_STATUSES } from './definitions.ts';
import { handOver } from './hand-over.ts';
import type { Ledger } from './ledger.ts';
import { onTask } from './task-acts.ts';
import { placeOf, recordFields, type Tracked } from './texts.ts';

/** Acts that are done there. */
export const ESPO: ReadonlySet<string> = new Set([
  'createRecord',
  'createTwin',
  'manyRecords',
  'editRecord',
  'deleteRecord',
  'restoreRecord',
  'assignRecord',
  'addUser',
  'removeUser',
  'respondRecord',
  'setGuests',
  'massEditRecords',
  'massDeleteRecords',
  'rights',
  'handOver',
  'task',
] satisfies EspoAct['act'][]);

export interface Picked {
  type: string;
  row: Row;
}

/** What people do in EspoCRM. The server refuses what their rights do not allow, as it would them. */
export class EspoHands {
  readonly #cast: Cast;
  readonly #ledger: Ledger;

  constructor(cast: Cast, ledger: Ledger) {
    this.#cast = cast;
    this.#ledger = ledger;
  }

  /** A person sees what fits into a field. */
  #name = (title: string): string => asStoredByEspo(this.#cast.entity, 'title', title);
  #place = (place: string): string => asStoredByEspo(this.#cast.entity, 'location', place);

  /** Without it EspoCRM makes none. */
  #kind = (type: string): Record<string, unknown> =>
    this.#cast.act.kind && type === 'Meeting' ? { cKind: KINDS[1] } : {};

  /** To the first of them, where its kind knows only one. */
  #assigned(type: string, users: readonly string[]): Record<string, unknown> {
    const several = this.#cast.act.several && type === 'CVisit';
    return several ? { assignedUsersIds: [...new Set(users)] } : { assignedUserId: users[0] };
  }

  #pick(pick: number): Picked | undefined {
    const records = this.#cast.records();
    return records[pick % Math.max(1, records.length)];
  }

  act(act: EspoAct): void {
    const cast = this.#cast;
    if (act.act === 'rights') {
      const user = cast.member(act.user);
      this.#ledger.rightsChanged.set(user.index, this.#ledger.tick());
      return cast.setRights(user, act.rights);
    }
    if (act.act === 'task') return onTask(cast, act);
    const member = cast.member(act.by);
    const person = cast.company.espo.control.act(member.name);
    const ledger = this.#ledger;
    switch (act.act) {
      case 'createRecord': {
        const type = cast.act.types.includes(act.type) ? act.type : cast.act.types[0];
        if (!type) return;
        const assignee = act.for === undefined ? member : cast.member(act.for);
        const name = this.#name(titleOf(act.title, act.tag));
        const { id } = person.create(type, {
          ...this.#kind(type),
          name,
          ...times(dayOf(act), act.kind ?? 'timed', act.at ?? act.tag, type),
          description: `#${act.tag}#`,
          ...this.#assigned(type, [assignee.espo.id, ...(act.tag % 3 === 0 ? [member.espo.id] : [])]),
          reminders: act.tag % 2 === 0 ? [{ type: 'Popup', seconds: 60 * (act.tag % 90) }] : [],
          ...(type === 'Meeting' && act.tag % 3 === 0 ? { cOnline: true } : {}),
        });
        return ledger.personMade(cast.company.espo.core.get(type, id) as Row, act.tag, 'espo');
      }
      case 'manyRecords':
        for (let i = 0; i < act.count; i += 1)
          this.act({ act: 'createRecord', by: member.index, tag: act.tag + i, day: i % 25, title: 0, type: 'Meeting' });
        return;
      case 'createTwin':
        return this.#twin(member, act);
      case 'editRecord':
        return this.#edit(member, this.#pick(act.pick), act.field, act.value);
      case 'deleteRecord':
        return this.#delete(member, this.#pick(act.pick));
      case 'restoreRecord': {
        const gone = cast.act.types.flatMap((type) =>
          cast.company.espo.core.rows(type).flatMap((row) => (row.deleted ? [{ type, row }] : [])),
        );
        const chosen = gone[act.pick % Math.max(1, gone.length)];
        if (!chosen) return;
        // Only an administrator can (espo.md 11).
        cast.company.espo.control.act('admin').restore(chosen.type, chosen.row.id);
        ledger.recordsDeleted.delete(ledger.tagOf(chosen.row));
        return ledger.restoredThing(chosen.row);
      }
      case 'assignRecord': {
        const chosen = this.#pick(act.pick);
        if (!chosen) return;
        // Where several share it, another one joins them or takes their place.
        const others = act.pick % 2 === 0 ? [] : assignedTo(chosen.row);
        person.update(
          chosen.type,
          chosen.row.id,
          this.#assigned(chosen.type, [cast.member(act.to).espo.id, ...others]),
        );
        ledger.givenAway.set(chosen.row, ledger.tick());
        return this.#ledger.touch(chosen.row, []);
      }
      case 'handOver': {
        const chosen = this.#pick(act.pick);
        if (!chosen) return;
        return handOver(chosen, member, this.#cast, ledger, (id) => this.#assigned(chosen.type, [id]));
      }
      case 'addUser':
      case 'removeUser': {
        const chosen = this.#pick(act.pick);
        const other = cast.member(act.to).espo.id;
        if (!chosen || chosen.type === 'CVisit') return;
        // Who is there already is not added: nothing tells that somebody wanted it.
        const there = usersOf(chosen.row).includes(other);
        ledger.related.add(ledger.tagOf(chosen.row));
        if (act.act === 'addUser') person.link(chosen.type, chosen.row.id, 'users', other);
        else person.unlink(chosen.type, chosen.row.id, 'users', other);
        if (act.act === 'addUser' && !there) ledger.usersBySync(chosen.row).delete(other);
        // Who is no user of a record any more may not find it.
        else ledger.renamed.add(ledger.tagOf(chosen.row));
        return ledger.happened(chosen.row);
      }
      case 'setGuests':
        return this.#guests(member, this.#pick(act.pick), act.value);
      case 'respondRecord': {
        const mine = cast.records().filter(({ row }) => usersOf(row).includes(member.espo.id));
        const chosen = mine[act.pick % Math.max(1, mine.length)];
        if (!chosen) return;
        person.accept(chosen.type, chosen.row.id, act.status);
        ledger.answers.delete(`${ledger.tagOf(chosen.row)}/${member.index}`);
        return ledger.happened(chosen.row);
      }
      case 'massEditRecords':
        for (const one of cast.records().slice(act.share)) this.#edit(member, one, 'title', act.value);
        return;
      case 'massDeleteRecords':
        for (const one of cast.records().slice(act.share)) this.#delete(member, one);
    }
  }

  /** Somebody typed into EspoCRM what stands in the calendar: one meeting, made twice by a person. */
  #twin(member: Member, { tag, pick, calendar, type: kind }: Extract<EspoAct, { act: 'createTwin' }>): void {
    const { company, act } = this.#cast;
    // Nobody looks for it among kinds of records that are not synced.
    const synced = act.types.filter((type) => member.settings.entities.some((one) => one.type === type));
    const type = synced[(kind ?? 0) % synced.length];
    if (!type) return;
    const title = titleOf(pick % 3, tag);
    const { start, end } = span(pick % 20, 'timed', tag);
    const mailbox = company.graph.control.mailbox(member.oid);
    const zoned = (time: number) => ({ dateTime: new Date(time).toISOString().slice(0, 19), timeZone: 'UTC' });
    const body = { contentType: 'text', content: `#${tag}#` };
    const where = calendar === undefined ? 'default' : (this.#cast.calendar(member, calendar)?.id ?? 'default');
    const { id } = mailbox.createEvent(where, { subject: title, start: zoned(start), end: zoned(end), body });
    this.#ledger.personMade(mailbox.find(id).event, tag, 'outlook');
    const record = company.espo.control.act(member.name).create(type, {
      ...this.#kind(type),
      name: this.#name(title),
      ...times(pick % 20, 'timed', tag, type),
      description: `#${tag}#`,
      ...this.#assigned(type, [member.espo.id]),
    });
    this.#ledger.personMade(company.espo.core.get(type, record.id) as Row, tag, 'espo');
  }

  #edit(member: Member, picked: Picked | undefined, field: RecordField, value: number): void {
    if (!picked) return;
    const { row, type } = picked;
    const patch = this.#patch(picked, field, value);
    if (!patch) return;
    const before = contents(row);
    const place = placeOf(row);
    const was = recordFields(row, place);
    this.#cast.company.espo.control.act(member.name).update(type, row.id, patch);
    // Saved without a change: nobody has worked on it.
    if (contents(row) === before) return;
    const is = recordFields(row, place);
    const changed = (CHANGES[field] ?? []).filter((one) => JSON.stringify(was[one]) !== JSON.stringify(is[one]));
    this.#ledger.touch(row, changed);
  }

  #patch({ row, type }: Picked, field: RecordField, value: number): Record<string, unknown> | undefined {
    const place = placeOf(row);
    switch (field) {
      case 'title':
        return { name: value % 5 === 0 ? this.#name(titleOf(value, value)) : `Renamed ${value}` };
      case 'when':
        return times(value % 25, row['dateStartDate'] ? 'allDay' : 'timed', value, type);
      case 'allDay':
        return type === 'Call' ? undefined : times(value % 25, row['dateStartDate'] ? 'timed' : 'allDay', value, type);
      case 'location':
        return place ? { [place]: value % 4 === 0 ? null : this.#place(`Place ${value}`) } : undefined;
      case 'description':
        return { description: `#${this.#ledger.tagOf(row)}#\n\nWritten here: ${value} ` };
      case 'status':
        return { status: this.#statuses(type)[value % this.#statuses(type).length] };
      case 'parent':
        return { parentType: 'Account', parentId: this.#account() };
    }
  }

  #statuses = (type: string): readonly string[] => [
    ...['Held', 'Not Held', 'Planned'],
    ...(this.#cast.act.statuses && type !== 'Call' ? OWN_STATUSES : []),
  ];

  /** A person says who takes part: people with an address, one without, and colleagues. */
  #guests(member: Member, picked: Picked | undefined, value: number): void {
    if (!picked || picked.type === 'CVisit') return;
    const { row, type } = picked;
    const before = contents(row);
    const users = usersOf(row);
    const colleagues = value & 8 ? this.#cast.members.map(({ espo }) => espo.id) : [];
    const contactsIds = GUESTS.flatMap((guest, i) => (value & (1 << i) ? [this.#contact(guest)] : []));
    const usersIds = [...new Set([...users, ...colleagues])];
    this.#cast.company.espo.control.act(member.name).update(type, row.id, { contactsIds, usersIds });
    for (const id of usersIds) if (!users.includes(id)) this.#ledger.usersBySync(row).delete(id);
    if (contents(row) !== before) this.#ledger.touch(row, []);
  }

  #contact({ lastName, emailAddress }: (typeof GUESTS)[number]): string {
    const { espo } = this.#cast.company;
    const known = espo.core.rows('Contact').find((row) => row['lastName'] === lastName);
    const said = emailAddress === '' ? {} : { emailAddress };
    return known?.id ?? espo.control.act('admin').create('Contact', { lastName, ...said }).id;
  }

  #account(): string {
    const { espo } = this.#cast.company;
    // None of the customers (customers.ts): a person knows better.
    const known = espo.core.get('Account', 'account-1');
    return known?.id ?? espo.control.insert('Account', { id: 'account-1', name: 'Acme' }).id;
  }

  #delete(member: Member, picked: Picked | undefined): void {
    if (!picked) return;
    this.#cast.company.espo.control.act(member.name).remove(picked.type, picked.row.id);
    this.#ledger.deletedRecord(picked.row);
  }
}

/** The first one is whom people invite in Outlook, too. */
const GUESTS = [
  { lastName: 'Sider', emailAddress: 'out@side.example' },
  { lastName: 'Guest', emailAddress: 'Guest@else.example' },
  { lastName: 'Nobody', emailAddress: '' },
];

const CHANGES: Partial<Record<RecordField, Tracked[]>> = {
  title: ['title'],
  when: ['when'],
  allDay: ['when'],
  location: ['location'],
  description: ['description'],
  status: ['status'],
};

const contents = ({ modifiedAt: _at, modifiedById: _by, versionNumber: _version, ...rest }: Row): string =>
  JSON.stringify(rest);

const utc = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

function times(day: number, kind: Kind, tag: number, type: string): Record<string, unknown> {
  const { start, end, allDay } = span(day, type === 'Call' && kind === 'allDay' ? 'timed' : kind, tag);
  const first = new Date(start).toISOString().slice(0, 10);
  const last = new Date(end - 1).toISOString().slice(0, 10);
  if (allDay) return { isAllDay: true, dateStartDate: first, dateEndDate: last, dateStart: null, dateEnd: null };
  const times = { dateStart: utc(start), dateEnd: utc(end) };
  return type === 'Call' ? times : { ...times, isAllDay: false, dateStartDate: null, dateEndDate: null };
}
