/** Events made for records as Teams meetings: set once, the link back in the same run, and told once where there is no Teams. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { asked } from '../surface/english.ts';
import { meeting } from './scene.ts';
import { stage } from './stage.ts';

async function teams(settings: Partial<Settings>) {
  const here = await stage();
  here.espo.addField('Meeting', 'cJoin', { type: 'url', maxLength: 255 });
  here.espo.addField('Meeting', 'cOnline', { type: 'bool' });
  here.browser.settings = {
    ...here.browser.settings,
    joinLinkField: { Meeting: 'cJoin' },
    teamsField: { Meeting: 'cOnline' },
    ...settings,
  };
  const eventNamed = (subject: string) => here.mailbox.events().find((event) => event.subject === subject);
  const joinUrl = (subject: string) => (eventNamed(subject)?.['onlineMeeting'] as { joinUrl?: string } | null)?.joinUrl;
  const record = (name: string) => here.espo.dump('Meeting').find((row) => row['name'] === name);
  return { ...here, eventNamed, joinUrl, record };
}

describe('a Teams meeting', () => {
  it('is made for every record where the user wants it, and its link is in the record after the same run', async () => {
    const { anna, run, eventNamed, joinUrl, record, settled } = await teams({ teamsMeeting: 'always' });
    anna.create('Meeting', { ...meeting('Plan', anna.id), description: 'Agenda' });
    expect(await run()).toMatchObject({ created: 1, updated: 1 });
    expect(eventNamed('Plan')).toMatchObject({ isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' });
    expect(joinUrl('Plan')).toMatch(/^https:/);
    expect(record('Plan')?.['cJoin']).toBe(joinUrl('Plan'));
    await settled();
  });

  it('is made where the chosen field says so, and nowhere else', async () => {
    const { anna, run, eventNamed, settled } = await teams({ teamsMeeting: 'field' });
    anna.create('Meeting', { ...meeting('Yes', anna.id), cOnline: true });
    anna.create('Meeting', meeting('No', anna.id));
    anna.create('Call', meeting('Ring', anna.id));
    await run();
    expect(['Yes', 'No', 'Call: Ring'].map((name) => eventNamed(name)?.isOnlineMeeting)).toEqual([true, false, false]);
    await settled();
  });

  it('keeps its block: a new text of the record never overwrites it, nor does it become the record’s', async () => {
    const { anna, run, eventNamed, record, idOf, settled } = await teams({
      teamsMeeting: 'always',
      descriptionBothWays: true,
    });
    anna.create('Meeting', { ...meeting('Plan', anna.id), description: 'Agenda' });
    await run();
    anna.update('Meeting', idOf('Plan'), { description: 'Another agenda', name: 'Plan B' });
    await run();
    expect(eventNamed('Plan B')).toMatchObject({ isOnlineMeeting: true });
    expect(JSON.stringify(eventNamed('Plan B')?.['body'])).toContain('Join the meeting now');
    expect(record('Plan B')?.['description']).toBe('Another agenda');
    await settled();
  });

  it.each(['never', 'outlookToEspo'] as const)('is none: %s', async (how) => {
    const { anna, run, mailbox } = await teams(
      how === 'never' ? { teamsMeeting: 'never' } : { teamsMeeting: 'always', direction: 'outlookToEspo' },
    );
    anna.create('Meeting', { ...meeting('Plan', anna.id), cOnline: true });
    await run();
    expect(mailbox.events().some((event) => event.isOnlineMeeting)).toBe(false);
  });

  it('says so where its link is too long for the field', async () => {
    const { anna, run, espo, record, joinUrl, hands, settled } = await teams({
      teamsMeeting: 'always',
      joinLinkField: { Meeting: 'cShort' },
    });
    espo.addField('Meeting', 'cShort', { type: 'varchar', maxLength: 40 });
    anna.create('Meeting', meeting('Plan', anna.id));
    await run();
    expect(record('Plan')?.['cShort'] ?? '').toBe('');
    expect(hands.log.filter(({ op }) => op === 'lose')).toMatchObject([
      {
        side: 'espo',
        field: 'joinLink',
        oldValue: joinUrl('Plan'),
        cause: 'it does not fit into its field in EspoCRM',
      },
    ]);
    await settled();
  });

  it('brings no link where the record has no field for it, or nothing is written there', async () => {
    for (const change of [{ joinLinkField: {} }, { direction: 'espoToOutlook' as const }]) {
      const { anna, run, eventNamed, settled } = await teams({ teamsMeeting: 'always', ...change });
      anna.create('Meeting', meeting('Plan', anna.id));
      expect(await run()).toMatchObject({ created: 1, updated: 0 });
      expect(eventNamed('Plan')?.isOnlineMeeting).toBe(true);
      await settled();
    }
  });

  it('is made once, with its link, wherever the run was killed', async () => {
    const steps: string[] = [];
    for (let kill = 1; kill < 90; kill += 2) {
      const { anna, run, mailbox, joinUrl, record, settled } = await teams({ teamsMeeting: 'always' });
      anna.create('Meeting', meeting('Plan', anna.id));
      let step = 0;
      await run((what) => {
        step += 1;
        if (step !== kill) return;
        steps.push(what);
        throw new Error('killed');
      }).catch(() => undefined);
      await run();
      await run();
      expect(mailbox.events()).toHaveLength(1);
      expect(joinUrl('Plan')).toMatch(/^https:/);
      expect(record('Plan')?.['cJoin']).toBe(joinUrl('Plan'));
      await settled();
      if (kill > step) break;
    }
    expect(steps.length).toBeGreaterThan(5);
  });
});

describe('a mailbox without Teams', () => {
  it('whose server does not take the zone first, and no Teams then, gets its event all the same', async () => {
    const { anna, run, company, mailbox, settled } = await teams({ teamsMeeting: 'always' });
    company.graph.control.variants.noTeams = 'refused';
    anna.create('Meeting', meeting('One', anna.id));
    const code = 'TimeZoneNotSupportedException';
    company.graph.control.faults.add({ match: { method: 'POST', path: '/events$' }, status: 400, code, times: 1 });
    expect(await run()).toMatchObject({ created: 1, refused: 0, failed: 0 });
    expect(mailbox.events().map((event) => event.isOnlineMeeting)).toEqual([false]);
    await settled();
  });

  it.each(['said', 'silent', 'refused'] as const)('gets its events without, and one note: %s', async (how) => {
    const { anna, run, company, mailbox, hands, browser, settled } = await teams({ teamsMeeting: 'always' });
    company.graph.control.variants.noTeams = how;
    for (const name of ['One', 'Two', 'Three']) anna.create('Meeting', meeting(name, anna.id));
    expect(await run()).toMatchObject({ created: 3, refused: 0, failed: 0 });
    expect(mailbox.events().some((event) => event.isOnlineMeeting)).toBe(false);
    await run();
    expect(asked(await hands.need())).toContain('This calendar makes no Teams meetings.');
    const before = company.graph.control.log.length;
    anna.create('Meeting', meeting('Four', anna.id, '2026-12-02'));
    expect(await run()).toMatchObject({ created: 1 });
    const asks = company.graph.control.log.slice(before);
    expect(asks.some(({ path }) => path.includes('allowedOnlineMeetingProviders'))).toBe(false);
    await hands.press('discard');
    await run();
    expect(await hands.needs()).toEqual([]);
    // Somebody has got Teams meanwhile: switched off and on it is tried again.
    company.graph.control.variants.noTeams = 'never';
    browser.settings = { ...browser.settings, teamsMeeting: 'never' };
    expect(writesOf(await run())).toBe(0);
    browser.settings = { ...browser.settings, teamsMeeting: 'always' };
    anna.create('Meeting', meeting('Five', anna.id, '2026-12-03'));
    await run();
    expect(mailbox.events().filter((event) => event.isOnlineMeeting)).toHaveLength(1);
    await settled();
  });

  it('is told where the field that asks for it is gone', async () => {
    const { anna, run, espo, mailbox, hands, browser } = await teams({ teamsMeeting: 'field' });
    await run();
    espo.removeField('Meeting', 'cOnline');
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    anna.create('Meeting', meeting('Plan', anna.id));
    await run();
    await run();
    expect(mailbox.events()).toHaveLength(1);
    expect(asked(await hands.need())).toContain('that asks for a Teams meeting is gone');
  });
});
