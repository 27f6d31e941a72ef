import type { GoneChoice } from '../../../shared/needs';
import type { Settings } from '../../../shared/settings';
import { type BoolField, isPlace } from '../../espo/field-choices';
import { goneCalendars } from './chosen-calendars';
import { entityName, fieldName, NO_TEAMS, placeOf, statusOf, TEAM } from './last-seen';
import type { Surroundings } from './surroundings';

/** What was chosen or used, and is not there any more; not what merely could not be read now. */
export function goneChoices(settings: Settings, around: Surroundings): GoneChoice[] {
  const { stale, lastSeen: seen } = around;
  const { entities, defaultTeamId } = around.espo;
  const gone = goneCalendars(settings, around);
  const writes = settings.direction !== 'espoToOutlook';
  const makesEvents = settings.direction !== 'outlookToEspo';
  for (const { type } of settings.entities) {
    const entity = entities.find((one) => one.type === type);
    const known = seen.names[entityName(type)];
    const of = { type, label: entity?.label ?? known ?? type };
    if (!entity) {
      const unread = stale.some(({ side, feed }) => side === 'espo' && feed === type);
      const isDefault = type === settings.defaultEntity;
      const others = settings.entities.flatMap((one) => entities.filter((there) => there.type === one.type));
      const instead = others.map((other) => ({ id: other.type, title: other.label }));
      // What was never there has not vanished.
      if (!unread && isDefault) gone.push({ what: 'defaultEntity', of, id: type, name: of.label, choices: instead });
      else if (!unread && known !== undefined) gone.push({ what: 'entity', of, id: type, name: known, choices: [] });
      continue;
    }
    const nameOf = (field: string): string => seen.names[fieldName(type, field)] ?? field;
    const choices = (fields: readonly BoolField[]) => fields.map(({ name, label }) => ({ id: name, title: label }));
    const { textFields } = entity;
    const place = settings.locationField[type] ?? seen.used[placeOf(type)];
    if (place !== undefined && !entity.locationField)
      gone.push({
        what: 'locationField',
        of,
        id: place,
        name: nameOf(place),
        choices: choices(textFields.filter(isPlace)),
      });
    const link = settings.joinLinkField[type];
    if (link !== undefined && !entity.joinLinkField && writes)
      gone.push({ what: 'joinLinkField', of, id: link, name: nameOf(link), choices: choices(textFields) });
    const asks = settings.teamsField[type];
    if (settings.teamsMeeting === 'field' && asks !== undefined && !entity.teamsField && makesEvents)
      gone.push({ what: 'teamsField', of, id: asks, name: nameOf(asks), choices: choices(entity.boolFields ?? []) });
    const status = seen.used[statusOf(type)];
    if (status !== undefined && entity.cancelTo === undefined && writes)
      gone.push({ what: 'statusOption', of, id: status, name: status, choices: [] });
  }
  const wanted = seen.used[TEAM];
  if (settings.assignDefaultTeam && wanted !== undefined && defaultTeamId === '' && writes)
    gone.push({ what: 'defaultTeam', of: { type: '', label: '' }, id: wanted, name: wanted, choices: [] });
  if (settings.teamsMeeting !== 'never' && seen.used[NO_TEAMS] !== undefined && makesEvents)
    gone.push({ what: 'teams', of: { type: '', label: '' }, id: '', name: '', choices: [] });
  return gone;
}
