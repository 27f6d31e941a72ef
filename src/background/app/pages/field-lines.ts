import type { CheckLine } from '../../../shared/check';
import type { EntityType } from '../../espo/entity-type';
import type { FieldName } from '../../sync/model/event';
import { LEAST_KEY } from '../../sync/model/meeting-key';
import { attention, well } from './check-line';

/** What fields of EspoCRM hold and let be written, in words. Pure. */

const namesOf = (entities: readonly EntityType[]): string => entities.map((e) => e.label).join(', ');

/** DESIGN 3.4: the optional field by which a meeting's record is known for certain. */
export function keyLines(entities: readonly EntityType[]): CheckLine[] {
  const having = entities.filter((e) => e.keyField !== undefined);
  const unfit = entities.filter((e) => e.unfitKeyField !== '');
  const lacking = entities.filter((e) => e.keyField === undefined && e.unfitKeyField === '');
  return [
    ...(having.length > 0
      ? [well(`${namesOf(having)}: a field for the key knows the records of a meeting again.`)]
      : []),
    ...unfit.map(({ label, unfitKeyField }) =>
      attention(
        `${label}: the field ${unfitKeyField} is not used, because it cannot hold a key; records are known again only by name and times.`,
        `Your EspoCRM administrator has to let it hold at least ${LEAST_KEY} characters, better 40, letters and digits.`,
      ),
    ),
    ...(lacking.length > 0
      ? [
          attention(
            `${namesOf(lacking)}: there is no field cOutlookUid, so records are known again only by name and times.`,
            `Your EspoCRM administrator may add one: Administration, Entity Manager, ${lacking[0]?.label}, Fields, Add Field, Varchar, named outlookUid.`,
          ),
        ]
      : []),
  ];
}

/** The links that online meetings have now and had before are this long. */
const LINK = 255;
const WRITTEN: Partial<Record<FieldName, string>> = {
  title: 'the name',
  when: 'the times',
  description: 'the description',
};

/** What is left out of every record of an entity. */
export function leftOutLines({ label, readOnly, cancelTo, joinLinkField }: EntityType): CheckLine[] {
  const closed = readOnly.flatMap((field) => WRITTEN[field] ?? []);
  return [
    ...(closed.length > 0
      ? [
          attention(
            `${label}: your role does not let you write ${closed.join(' and ')}, so that stays as it is in EspoCRM.`,
            'Your EspoCRM administrator has to allow it in your role, or open the field.',
          ),
        ]
      : []),
    ...(cancelTo === undefined
      ? [
          attention(
            `${label}: no status means cancelled, so records of cancelled meetings keep theirs.`,
            'Your EspoCRM administrator may set one in the Entity Manager (Canceled Status).',
          ),
        ]
      : []),
    ...(joinLinkField && joinLinkField.length < LINK
      ? [
          attention(
            `${label}: the field for the join link holds ${joinLinkField.length} characters; longer links are left out.`,
            `Your EspoCRM administrator may let it hold ${LINK}, or make it a text.`,
          ),
        ]
      : []),
  ];
}
