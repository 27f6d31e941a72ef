// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setUp, tearDown } from '../../../test/popup/bench';
import { connected, NOW, ran, started } from '../../../test/surface/fixtures';
import type { AppState, ErrorView } from '../../shared/state';
import type { StatusView } from '../../shared/status';
import { doneText, statusWords } from './status-words';

beforeEach(setUp);
afterEach(tearDown);

const error: ErrorView = { code: 'espo.unreachable', detail: '', names: {} };
const said = (status: StatusView, app: AppState = started()) => statusWords({ ...app, status });

it.each<[StatusView, string]>([
  [{ kind: 'connect', sides: ['outlook'] }, 'Not connected'],
  [{ kind: 'connecting', side: 'espo' }, 'Connecting…'],
  [{ kind: 'signInNeeded', sides: ['espo'] }, 'Sign-in needed'],
  [{ kind: 'error', error, at: NOW, goesOn: false }, 'EspoCRM does not answer.'],
  [{ kind: 'held', count: 1 }, 'Held'],
  [{ kind: 'needsYou', count: 6, held: 0 }, '6 questions for you'],
  [{ kind: 'needsYou', count: 6, held: 1 }, 'Held'],
  [{ kind: 'off' }, 'The sync is off.'],
  [{ kind: 'paused', until: 0 }, 'Paused'],
  [{ kind: 'syncing' }, 'Syncing'],
  [{ kind: 'notStarted', at: 0 }, 'Not started yet'],
  [{ kind: 'waiting' }, 'Waiting for the next sync'],
])('%j is said as "%s"', (status, headline) => expect(said(status).headline).toBe(headline));

it('questions come before what was synced, which is said under them', () => {
  const { headline, sentence, tone } = said({ kind: 'needsYou', count: 1, held: 0 });
  expect([headline, tone]).toEqual(['1 question for you', 'warn']);
  expect(sentence).toMatch(/^Synced /);
});

it('a run shows how far it is, whatever else is said', () => {
  const app = started({ running: true, phase: 'writing', done: 12, total: 60 });
  expect(said({ kind: 'syncing' }, app).sentence).toBe('Writing: 12 of 60');
  expect(said({ kind: 'needsYou', count: 2, held: 0 }, app).sentence).toBe('Writing: 12 of 60');
});

it('what goes on by itself asks nobody to do anything', () => {
  expect(said({ kind: 'error', error, at: NOW, goesOn: true }).sentence).toBe(
    'It tries again by itself; nothing is lost.',
  );
  expect(said({ kind: 'error', error, at: NOW, goesOn: false }).sentence).toContain('Check your connection');
});

it('names who has to grant what', () => {
  expect(said({ kind: 'missing' }, { ...connected(), missing: 'espoAccess' }).sentence).toContain(
    'EspoCRM administrator',
  );
});

it('says what a run did, without what it did not do', () => {
  expect(doneText(ran({ created: 3, removed: 1, linked: 5 }))).toBe('3 created, 1 deleted, and 5 brought together');
  expect(doneText(ran())).toBe('Nothing had to be changed.');
  expect(doneText(ran({ undone: 4 }))).toBe('4 undone');
});
