import { describe, expect, it } from 'vitest';
import { Company } from '../../simulation/company.ts';
import { meeting } from '../../simulation/scene.ts';
import { boundOf, mayMeet } from './sorted.ts';

const from = (attribute: string, value: string) => ({ type: 'greaterThanOrEquals', attribute, value });

describe('indexes of the EspoCRM stand-in', () => {
  it('say what a condition says at least of one attribute', () => {
    const day = '2026-12-01 00:00:00';
    expect(boundOf([{ type: 'isTrue', attribute: 'x' }, from('modifiedAt', day)], 'modifiedAt')).toEqual({ from: day });
    const or = {
      type: 'or',
      value: [from('modifiedAt', day), { type: 'equals', attribute: 'modifiedAt', value: day }],
    };
    expect(boundOf([or], 'modifiedAt')).toEqual({ from: day });
    expect(boundOf([{ ...or, value: [...or.value, from('createdAt', day)] }], 'modifiedAt')).toBeUndefined();
    expect(boundOf([from('modifiedAt', '2026-12-01T00:00:00Z')], 'modifiedAt')).toBeUndefined();
  });

  it('find what was written since they were made', () => {
    const { espo } = new Company();
    const anna = espo.control.act('anna');
    const found = (value: string) =>
      mayMeet(espo.core, 'Meeting', [{ type: 'equals', attribute: 'dateStart', value }])?.length;
    const { id } = anna.create('Meeting', meeting('One', anna.id));
    expect(found('2026-12-01 10:00:00')).toBe(1);
    anna.create('Meeting', meeting('Two', anna.id));
    expect(found('2026-12-01 10:00:00')).toBe(2);
    anna.update('Meeting', String(id), { dateStart: '2026-12-02 10:00:00', dateEnd: '2026-12-02 11:00:00' });
    expect([found('2026-12-01 10:00:00'), found('2026-12-02 10:00:00')]).toEqual([1, 1]);
  });
});
