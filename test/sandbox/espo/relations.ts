import type { LinkDef } from './types.ts';

/** Links between entity types as Metadata shows them: those of meetings with people, and those that an administrator makes by hand. */

const withStatus = (entity: string, foreign: string): LinkDef => ({
  type: 'hasMany',
  entity,
  foreign,
  additionalColumns: { status: { type: 'varchar', len: '36', default: 'None' } },
  columnAttributeMap: { status: 'acceptanceStatus' },
});

const COMMON: Record<string, LinkDef> = {
  createdBy: { type: 'belongsTo', entity: 'User' },
  modifiedBy: { type: 'belongsTo', entity: 'User' },
  assignedUser: { type: 'belongsTo', entity: 'User' },
  teams: { type: 'hasMany', entity: 'Team', relationName: 'entityTeam', layoutRelationshipsDisabled: true },
};

const people = (foreign: string): Record<string, LinkDef> => ({
  ...COMMON,
  users: withStatus('User', foreign),
  contacts: withStatus('Contact', foreign),
  leads: withStatus('Lead', foreign),
});

const OF: Record<string, Record<string, LinkDef>> = { Meeting: people('meetings'), Call: people('calls') };

/** Those that a server brings along: only meetings and calls have people with an acceptance status. */
export const linksOfType = (entity: string): Record<string, LinkDef> => OF[entity] ?? COMMON;

/** As EspoCRM's link manager writes one: only many-to-many has a relation name, none has a status. */
export function handMade(entity: string, foreignEntity: string, name: string, kind: HandMade): LinkDef {
  const own = entity.charAt(0).toLowerCase() + entity.slice(1);
  const relation = `c${entity}${foreignEntity}${name}`;
  return {
    type: 'hasMany',
    ...(kind === 'manyToMany' ? { relationName: relation } : {}),
    foreign: kind === 'manyToMany' ? `${own}s` : own,
    entity: foreignEntity,
    audited: false,
    isCustom: true,
  };
}
export type HandMade = 'oneToMany' | 'manyToMany';
