/** Bodies of events and descriptions of records: what becomes of links, tables and what is too long. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { meetingScene } from './meeting-scene.ts';
import { meeting, timed } from './scene.ts';

describe('texts', () => {
  const body = (content: string) => ({ body: { contentType: 'html', content } });
  const LONG = 'All of this is agenda. '.repeat(90_000);

  it('links keep their address, rows their cells, and nothing is written twice', async () => {
    const { mailbox, run, settled, record } = await meetingScene();
    const table = '<table><tr><td>10:00</td><td>Intro</td></tr><tr><td>10:30</td><td>Budget</td></tr></table>';
    mailbox.createEvent('default', {
      ...timed('Agenda'),
      ...body(
        `<h1>Agenda</h1>${table}<ul><li>one</li><li>two</li></ul><p><a href="https://meet.example/1">Join</a></p>`,
      ),
    });
    await run();
    await settled();
    expect(record()['description']).toBe(
      'Agenda\n10:00 | Intro\n10:30 | Budget\none\ntwo\nJoin <https://meet.example/1>',
    );
  });

  it('a body that is too long is carried as a piece, and nothing of it ever comes back', async () => {
    const { mailbox, anna, run, settled, record, event } = await meetingScene({ descriptionBothWays: true });
    mailbox.createEvent('default', { ...timed('Long'), ...body(`<p>${LONG}</p>`) });
    await run();
    await settled();
    expect(String(record()['description'])).toMatch(/\[The text is longer: all of it is in Outlook\]$/);
    for (const description of ['Written here', '']) {
      anna.update('Meeting', String(record()['id']), { description });
      expect(writesOf(await run())).toBe(0);
      expect((event('Long')?.['body'] as { content: string }).content.length).toBeGreaterThan(LONG.length);
    }
    // The rest of the meeting goes on.
    anna.update('Meeting', String(record()['id']), { name: 'Longer' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect((event('Longer')?.['body'] as { content: string }).content.length).toBeGreaterThan(LONG.length);
  });

  it('a text of EspoCRM that is too long likewise', async () => {
    const { mailbox, anna, run, settled, record, event } = await meetingScene({ descriptionBothWays: true });
    anna.create('Meeting', { ...meeting('Long', anna.id), description: LONG.trim() });
    await run();
    await settled();
    expect((event('Long')?.['body'] as { content: string }).content).toContain('all of it is in EspoCRM');
    mailbox.updateEvent(event('Long')?.id ?? '', body('<p>Written there</p>'));
    expect(writesOf(await run())).toBe(0);
    expect(record()['description']).toBe(LONG.trim());
  });
});
