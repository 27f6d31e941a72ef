// @vitest-environment happy-dom
import { screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { open, setUp, tearDown, text } from '../../../test/popup/bench';
import { connected } from '../../../test/surface/fixtures';

beforeEach(setUp);
afterEach(tearDown);

it.each([true, false])('says that badges are paused while Outlook’s page is not recognised: %s', async (paused) => {
  const app = connected({ enabled: true });
  await open({ ...app, outlook: { ...app.outlook, badgesPaused: paused } });
  expect(screen.queryByText(text('badgesPaused')) !== null).toBe(paused);
});
