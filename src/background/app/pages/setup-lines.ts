import type { CheckLine } from '../../../shared/check';
import type { Settings } from '../../../shared/settings';
import type { ErrorView } from '../../../shared/state';
import { SECOND_WRITER } from '../../../shared/texts';
import type { Level } from '../../espo/access';
import type { EntityType } from '../../espo/entity-type';
import { attention, well } from './check-line';
import { keyLines, leftOutLines } from './field-lines';

/** What was found out about one side: or why nothing could be. */
export type Found<T> = { ok: true; value: T } | { ok: false; error: ErrorView };

export interface OutlookFacts {
  account: string;
  canWrite: boolean;
  /** '' where the mailbox's time zone may not be read. */
  zone: string;
  /** Milliseconds its clock is ahead of ours. */
  skew: number;
}

export interface EspoFacts {
  user: string;
  entities: EntityType[];
  /** Level at which users may be read. */
  userRead: Level;
  assignment: Level;
  pageSize: number;
  secondWriter: boolean;
  skew: number;
}

export interface SetupFacts {
  settings: Settings;
  outlook: Found<OutlookFacts>;
  espo: Found<EspoFacts>;
}

const MINUTE = 60_000;
/** Addresses of attendees are looked up so many at a time. */
const SMALL_PAGE = 60;

/** Everything that a sync needs or profits from, and what is missing. Pure. */
export function setupLines({ settings, outlook, espo }: SetupFacts): CheckLine[] {
  const lines: CheckLine[] = [];
  if (outlook.ok)
    lines.push(well(`Outlook is connected as ${outlook.value.account}.`), ...graphLines(settings, outlook.value));
  else lines.push(attention(`Outlook: ${outlook.error.sentence}`, outlook.error.remedy));
  if (espo.ok) lines.push(well(`EspoCRM is connected as ${espo.value.user}.`), ...espoLines(settings, espo.value));
  else lines.push(attention(`EspoCRM: ${espo.error.sentence}`, espo.error.remedy));
  if (outlook.ok && espo.ok) lines.push(...clockLines(outlook.value.skew, espo.value.skew));
  return lines;
}

function graphLines({ direction }: Settings, { canWrite, zone }: OutlookFacts): CheckLine[] {
  const writes = direction !== 'outlookToEspo';
  return [
    writes && !canWrite
      ? attention(
          'Microsoft has not allowed to write in your calendar, which this direction needs (Calendars.ReadWrite).',
          'Press Save and accept; your Microsoft 365 administrator may have to allow it first.',
        )
      : well(`Microsoft allows to ${writes ? 'read and write' : 'read'} your calendars, as this direction needs.`),
    ...(zone === ''
      ? [
          attention(
            'The time zone of your mailbox cannot be read (MailboxSettings.Read), so that of EspoCRM is taken.',
            'Your Microsoft 365 administrator has to allow MailboxSettings.Read for this application.',
          ),
        ]
      : []),
  ];
}

function espoLines(settings: Settings, facts: EspoFacts): CheckLine[] {
  const { entities, secondWriter, pageSize } = facts;
  const chosen = settings.entities.map(({ type }) => ({ type, entity: entities.find((e) => e.type === type) }));
  const there = chosen.flatMap(({ entity }) => entity ?? []);
  return [
    ...chosen.map(({ type, entity }) => rightsLine(settings, type, entity)),
    ...(settings.direction === 'espoToOutlook'
      ? []
      : [...keyLines(there), ...there.flatMap(leftOutLines), sharingLine(facts)]),
    secondWriter
      ? attention(SECOND_WRITER.sentence, SECOND_WRITER.remedy)
      : well('No other sync of EspoCRM with your Outlook is known.'),
    ...(pageSize < SMALL_PAGE
      ? [
          attention(
            `EspoCRM lists only ${pageSize} records at once, so that every run takes longer.`,
            'Your EspoCRM administrator can raise recordListMaxSizeLimit in its configuration.',
          ),
        ]
      : []),
  ];
}

function rightsLine({ direction }: Settings, type: string, entity: EntityType | undefined): CheckLine {
  if (!entity)
    return attention(
      `${type}: your role gives no access to it, so it is not synced.`,
      'Your EspoCRM administrator has to give your role access, or remove it from the synced entities.',
    );
  const { label, rights } = entity;
  if (direction === 'espoToOutlook') return well(`${label}: your role lets you read it, as this direction needs.`);
  const lacking = [
    ...(rights.create ? [] : ['create']),
    ...(rights.edit === 'no' ? ['edit'] : []),
    ...(rights.remove === 'no' ? ['delete'] : []),
  ];
  return lacking.length === 0
    ? well(`${label}: your role lets you read, create, edit and delete.`)
    : attention(
        `${label}: your role does not let you ${lacking.join(' or ')}.`,
        'What would need it is left out or waits under Needs you, until your EspoCRM administrator allows it.',
      );
}

const LEVELS = { no: 0, own: 1, team: 2, all: 3 } as const;

/** What one record for several colleagues takes. */
function sharingLine({ userRead, assignment }: EspoFacts): CheckLine {
  const lacking = [
    ...(LEVELS[userRead] < LEVELS.team ? ['read users of your team'] : []),
    ...(LEVELS[assignment] < LEVELS.team ? ['assign to your team'] : []),
  ];
  return lacking.length === 0
    ? well('Colleagues with the same meeting share one record.')
    : attention(
        `One record per colleague: your role does not let you ${lacking.join(' or ')}.`,
        'For one record that all share, your EspoCRM administrator sets User: read to team and Assignment Permission to team in your role.',
      );
}

/** A clock that is wrong by more than a minute makes the wrong change the last one. */
function clockLines(outlook: number, espo: number): CheckLine[] {
  const off = (skew: number) => Math.abs(skew) > MINUTE;
  if (!off(outlook) && !off(espo)) return [well('The clocks agree.')];
  // Both servers say the same: it is this computer.
  if (off(outlook) && off(espo) && Math.abs(outlook - espo) <= MINUTE)
    return [attention(`The clock of this computer is ${minutes(-outlook)}.`, 'Let it be set automatically.')];
  return [
    ...(off(outlook)
      ? [attention(`The clock of Outlook is ${minutes(outlook, 'yours')}.`, 'Check the clock of this computer.')]
      : []),
    ...(off(espo)
      ? [
          attention(
            `The clock of EspoCRM is ${minutes(espo, 'yours')}.`,
            'Your EspoCRM administrator has to set the clock of its server.',
          ),
        ]
      : []),
  ];
}

function minutes(skew: number, than = ''): string {
  const n = Math.round(Math.abs(skew) / MINUTE);
  const where = skew > 0 ? (than === '' ? 'ahead' : `ahead of ${than}`) : `behind ${than}`.trim();
  return `${n} ${n === 1 ? 'minute' : 'minutes'} ${where}`;
}
