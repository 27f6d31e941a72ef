import { beforeEach, expect, it, vi } from 'vitest';
import fakeBrowser from '../../../test/errors/fake-browser';
import { AskedTogether } from './asked-together';

vi.mock('webextension-polyfill', () => import('../../../test/errors/fake-browser'));

const area = fakeBrowser.storage.local;
let local: AskedTogether;
beforeEach(async () => {
  fakeBrowser.reset();
  vi.restoreAllMocks();
  await area.set({ one: 1, two: 2 });
  local = new AskedTogether('local');
});

it('what is asked for in one turn is one call, whatever asks', async () => {
  const get = vi.spyOn(area, 'get');
  expect(await Promise.all(['one', 'two', 'three', 'one'].map((key) => local.get(key)))).toEqual([1, 2, undefined, 1]);
  expect(get.mock.calls).toEqual([[['one', 'two', 'three']]]);
  expect(await local.get('two')).toBe(2);
  expect(get).toHaveBeenCalledTimes(2);
});

it('what was asked for before a change is answered as it was before, and what is asked for after it as it is then', async () => {
  const before = local.get('one');
  const changed = local.set('one', 3);
  const after = local.get('one');
  const removed = local.remove('two');
  const gone = local.get('two');
  await Promise.all([changed, removed]);
  expect(await Promise.all([before, after, gone])).toEqual([1, 3, undefined]);
});

it('an area that does not answer fails everybody who asked, and nobody later', async () => {
  vi.spyOn(area, 'get').mockRejectedValueOnce(new Error('the disk is full'));
  const asked = await Promise.allSettled([local.get('one'), local.get('two')]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await local.get('one')).toBe(1);
});
