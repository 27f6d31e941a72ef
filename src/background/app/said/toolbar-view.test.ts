import { describe, expect, it, vi } from 'vitest';
import { i18nOf } from '../../../../test/surface/texts';
import type { StatusView } from '../../../shared/status';
import { HOUR } from '../../../shared/time';
import { drawMark } from './toolbar-marks';
import { type Mark, toolbarOf } from './toolbar-view';

vi.stubGlobal('chrome', { i18n: i18nOf() });

const NOW = Date.UTC(2026, 10, 29, 10);
const error = {
  code: 'espo.unreachable' as const,
  sentence: 'EspoCRM does not answer.',
  remedy: '',
  detail: '',
  names: {},
};
const of = (status: StatusView, needs = 0) => toolbarOf(status, needs, NOW);

describe('the button in the toolbar', () => {
  it('shows the number of all questions, also while the sync fails', () => {
    expect(of({ kind: 'needsYou', count: 6, held: 1 }, 6)).toMatchObject({ badge: '6', mark: 'attention' });
    const failed = of({ kind: 'error', error, at: 1, goesOn: true }, 6);
    expect(failed.badge).toBe('6');
    expect(failed.title).toContain('EspoCRM does not answer.\n6 questions for you');
    expect(of({ kind: 'held', count: 120 }, 120).badge).toBe('99+');
  });

  it('asks for the user where nothing goes on without them, and not for an outage', () => {
    expect(of({ kind: 'signInNeeded', sides: ['espo'] })).toMatchObject({ badge: '!', mark: 'stopped' });
    expect(of({ kind: 'signInNeeded', sides: ['outlook', 'espo'] }).title).toContain(
      'signed in to Outlook and EspoCRM again',
    );
    const full = { ...error, code: 'ms.mailboxFull' as const };
    expect(of({ kind: 'error', error: full, at: 1, goesOn: false }).badge).toBe('!');
    expect(of({ kind: 'error', error, at: 1, goesOn: true })).toMatchObject({ badge: '', mark: 'attention' });
    const ours = { ...error, code: 'ms.refused' as const };
    expect(of({ kind: 'error', error: ours, at: 1, goesOn: true })).toMatchObject({ badge: '', mark: 'attention' });
  });

  it('says in words what its shape says', () => {
    expect(of({ kind: 'paused', until: 0 })).toMatchObject({ mark: 'paused', badge: '' });
    expect(of({ kind: 'paused', until: NOW + HOUR }).title).toMatch(/Paused until .+/);
    expect(of({ kind: 'syncing' })).toMatchObject({ mark: 'busy', title: 'Outlook Calendar for EspoCRM\nSyncing' });
    expect(of({ kind: 'off' }).mark).toBe('off');
    expect(of({ kind: 'synced', at: NOW }).mark).toBe('none');
  });

  it('draws another shape for each state, whatever its colour', () => {
    const shapeOf = (mark: Mark): string => {
      const calls: string[] = [];
      const record = new Proxy({} as never, {
        get:
          (_, name) =>
          (...given: number[]) =>
            void calls.push(`${String(name)} ${given.map((n) => n.toFixed(1))}`),
        set: () => true,
      });
      drawMark(record, mark, 16);
      return calls.join('\n');
    };
    const marks: Mark[] = ['none', 'attention', 'stopped', 'paused', 'busy', 'off'];
    expect(new Set(marks.map(shapeOf)).size).toBe(marks.length);
  });
});
