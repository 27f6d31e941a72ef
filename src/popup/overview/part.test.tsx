// @vitest-environment happy-dom
import { screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { open, setUp, tearDown } from '../../../test/popup/bench';
import { started } from '../../../test/surface/fixtures';

beforeEach(setUp);
afterEach(tearDown);

it('a part that waits is said without a code, which is there for support', async () => {
  const error = { code: 'espo.server' as const, detail: '503', names: {} };
  const old = {
    kind: 'old' as const,
    side: 'espo' as const,
    name: 'Call',
    thing: 'definition' as const,
    error,
    since: 1,
  };
  const failing = { ...old, kind: 'failing' as const, side: 'outlook' as const, name: 'Team', thing: '' as const };
  await open(started({ parts: [old, failing] }));
  for (const [said, why] of [
    ['The fields of Call could not be read again.', 'EspoCRM had a problem of its own'],
    ['Team does not answer as it should.', 'EspoCRM had a problem of its own'],
  ] as const) {
    const box = screen.getByText(new RegExp(said)).closest('.box') as HTMLElement;
    expect(box.textContent).toContain(why);
    expect(box.querySelector('details')?.textContent).toContain('espo.server: 503');
    box.querySelector('details')?.remove();
    expect(box.textContent).not.toMatch(/espo\.server|503/);
  }
});
