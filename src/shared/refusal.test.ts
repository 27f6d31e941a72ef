import { describe, expect, it } from 'vitest';
import '../../test/surface/english';
import { readRefusal, refusalDetail } from './refusal';
import { detailText } from './words';

const refusal = { field: '', type: '', says: '', status: 400 };

describe('a refusal', () => {
  it('is stored without words, and read as it was', () => {
    const whole = { field: 'cRegion', type: 'required', says: '"Nope"\n', status: 409 };
    expect(readRefusal(refusalDetail(whole))).toEqual(whole);
  });

  it.each(['It says "Nope" (400).', '', 'refused:', 'refused:[1]', 'refused:["a","b","c","d"]', 'refused:{}'])(
    '%j is none, and is shown as it is',
    (detail) => {
      expect(readRefusal(detail)).toBeUndefined();
      expect(detailText(detail)).toBe(detail);
    },
  );

  it.each([
    [{ field: 'cRegion', type: 'required' }, 'The field “cRegion” is required and empty.'],
    [{ field: 'name', type: 'maxLength' }, 'The value of the field “name” is too long.'],
    [{ field: 'cUrl', type: 'pattern' }, 'It does not take the value of the field “cUrl”.'],
    [{ says: 'Not on Sundays.' }, 'It says: Not on Sundays.'],
    [{ status: 405 }, 'It gives no reason (status 405).'],
  ])('%j is said in the words of the page', (more, said) => {
    expect(detailText(refusalDetail({ ...refusal, ...more })).replace(/[\u2068\u2069]/g, '')).toBe(said);
  });
});
