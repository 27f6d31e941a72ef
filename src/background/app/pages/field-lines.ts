/** What fields of EspoCRM hold and let be written. Pure. */
import type { CheckLine } from '../../../shared/check';
import { say } from '../../../shared/say';
import { listText } from '../../../shared/words';
import type { EntityType } from '../../espo/entity-type';
import type { FieldName } from '../../sync/model/event';
import { LEAST_KEY } from '../../sync/model/meeting-key';
import { attention, well } from './check-line';

/** What fields of EspoCRM hold and let be written. Pure. */

const namesOf = (entities: readonly EntityType[]): string => listText(entities.map((e) => e.label));

/** DESIGN 3.4: the optional field by which a meeting's record is known for certain. */
export function keyLines(entities: readonly EntityType[]): CheckLine[] {
  const having = entities.filter((e) => e.keyField !== undefined);
  const unfit = entities.filter((e) => e.unfitKeyField !== '');
  const lacking = entities.filter((e) => e.keyField === undefined && e.unfitKeyField === '');
  return [
    ...(having.length > 0 ? [well('keyField', { entities: namesOf(having) })] : []),
    ...unfit.map(({ label, unfitKeyField }) =>
      attention('keyUnfit', { entity: label, field: unfitKeyField, least: LEAST_KEY }),
    ),
    ...(lacking.length > 0
      ? [attention('keyLacking', { entities: namesOf(lacking), entity: lacking[0]?.label ?? '' })]
      : []),
  ];
}

/** The links that online meetings have now and had before are this long. */
const LINK = 255;
const WRITTEN = ['title', 'when', 'description'] as const satisfies readonly FieldName[];

/** What is left out of every record of an entity. */
export function leftOutLines({ label, readOnly, cancelTo, joinLinkField }: EntityType): CheckLine[] {
  const closed = WRITTEN.filter((field) => readOnly.includes(field)).map((field) => say(`field_${field}`));
  const entity = label;
  return [
    ...(closed.length > 0 ? [attention('closedFields', { entity, fields: listText(closed) })] : []),
    ...(cancelTo === undefined ? [attention('noCancelled', { entity })] : []),
    ...(joinLinkField && joinLinkField.length < LINK
      ? [attention('shortJoinLink', { entity, count: joinLinkField.length, enough: LINK })]
      : []),
  ];
}
