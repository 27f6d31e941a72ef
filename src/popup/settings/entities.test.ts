import { describe, expect, it } from 'vitest';
import { possibleDefaults } from '../../shared/due';
import { defaultSettings, type Settings, settingsProblem } from '../../shared/settings';
import type { EntityChoice } from '../../shared/state';
import { withEntity, without } from './entities';

const choice = (type: string): EntityChoice => ({
  ...{ type, label: type, allDay: true, canCreate: true, canEdit: true },
  ...{ locationFields: [], joinLinkFields: [], teamsFields: [], requiredFields: [] },
});
const after = (...steps: ((settings: Settings) => Partial<Settings>)[]): Settings =>
  steps.reduce((settings, step) => ({ ...settings, ...step(settings) }), defaultSettings());
const add = (type: string) => (settings: Settings) => withEntity(settings, choice(type));
const remove = (type: string) => (settings: Settings) => without(settings, type);

describe('tasks', () => {
  it('are nothing that an event without a label may become, beside any kind of meetings', () => {
    const settings = after(add('Meeting'), add('Task'), add('Call'), remove('Meeting'));
    expect(settings.defaultEntity).toBe('Call');
    expect(possibleDefaults(settings).map(({ type }) => type)).toEqual(['Call']);
    expect(settingsProblem(settings)).toBeUndefined();
  });

  it('may be all that is synced, and make way for the first kind of meetings', () => {
    const alone = after(add('Task'));
    expect(alone).toMatchObject({ defaultEntity: 'Task', entities: [{ type: 'Task', label: 'Task' }] });
    expect(settingsProblem(alone)).toBeUndefined();
    const both = after(add('Task'), add('Meeting'));
    expect(both.defaultEntity).toBe('Meeting');
    expect(settingsProblem(both)).toBeUndefined();
  });
});
