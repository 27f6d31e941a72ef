import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Fields } from '../../src/background/sync/model/event.ts';
import { type Item, refOf } from '../../src/background/sync/model/item.ts';
import { LEAST_KEY } from '../../src/background/sync/model/meeting-key.ts';
import { portOf } from '../../src/background/sync/model/port.ts';
import { Browser } from '../simulation/company.ts';
import { scene, timed } from '../simulation/scene.ts';

/** Whatever administrators make of the fields: what is written comes back as asStored said, and nothing is written twice. */

const PATTERNS = [
  '',
  '',
  '$noBadCharacters',
  '$latinLettersDigitsWhitespace',
  '$digits',
  '[A-Z].*',
  '[^<]{3,}',
  '(?:x|y)+\\w*',
];
const limits = fc.record({
  name: fc.integer({ min: 3, max: 300 }),
  location: fc.integer({ min: 1, max: 300 }),
  pattern: fc.constantFrom(...PATTERNS),
  type: fc.constantFrom('varchar', 'text'),
  description: fc.option(fc.integer({ min: 1, max: 300 })),
  joinLink: fc.integer({ min: 10, max: 120 }),
  joinType: fc.constantFrom('varchar', 'url', 'text'),
  key: fc.integer({ min: 1, max: 60 }),
});
const text = fc.oneof(
  // No answer of either server holds these once it is read (net/answer.ts).
  fc.string({ unit: 'binary', maxLength: 200 }).map((any) => any.toWellFormed().replaceAll('\u0000', '')),
  fc.stringMatching(/^[A-Za-z0-9 <>=.öß🎉-]{0,200}$/u),
  fc.constantFrom('Room 5', 'xyz', '12345', 'x'.repeat(160)),
);
const link = fc
  .stringMatching(/^[a-z0-9?&=%.~;-]{0,100}$/)
  .map((rest) => (rest === '' ? '' : `https://meet.example/${rest}`));
const texts = fc.record({ title: text, location: text, description: text, joinLink: link });

interface Limits {
  name: number;
  location: number;
  pattern: string;
  type: string;
  description: number | null;
  joinLink: number;
  joinType: string;
  key: number;
}

async function firm(of: Limits) {
  const place = await scene();
  const { espo, browser } = place;
  espo.setField('Meeting', 'name', { maxLength: of.name });
  espo.setField('Meeting', 'location', { type: of.type, maxLength: of.location, pattern: of.pattern });
  if (of.description !== null) espo.setField('Meeting', 'description', { maxLength: of.description });
  espo.addField('Meeting', 'cJoin', { type: of.joinType, maxLength: of.joinLink });
  espo.addField('Meeting', 'cOutlookUid', { type: 'varchar', maxLength: of.key });
  browser.settings = { ...browser.settings, joinLinkField: { Meeting: 'cJoin' } };
  return place;
}

const KEY = '0123456789abcdef0123456789abcdef01234567';
const when = {
  kind: 'timed' as const,
  start: Date.parse('2026-12-01T10:00:00Z'),
  end: Date.parse('2026-12-01T11:00:00Z'),
};

it('a record is made and changed within any limits, as asStored said', async () => {
  await fc.assert(
    fc.asyncProperty(limits, texts, texts, async (of, first, second) => {
      const { browser, espo } = await firm(of);
      const { ports } = await browser.engine();
      const port = portOf(ports, 'espo');
      const asStored = (fields: typeof first) => ({
        title: port.asStored('title', fields.title, 'Meeting'),
        location: port.asStored('location', fields.location, 'Meeting'),
        description: port.asStored('description', fields.description, 'Meeting'),
        joinLink: port.asStored('joinLink', fields.joinLink, 'Meeting'),
      });
      const written = async (intents: Parameters<typeof port.write>[0]): Promise<Item> => {
        for await (const [settled] of port.write(intents)) {
          expect(settled?.result).toMatchObject({ kind: 'ok' });
          if (settled?.result.kind === 'ok') return settled.result.item;
        }
        throw new Error('no answer');
      };
      const fields: Fields = { ...first, when, status: 'planned', attendees: '', response: '' };
      const feed = 'Meeting';
      const made = await written([
        { op: 'create', key: 'a', feed, fields, private: false, meetingKey: KEY, marker: undefined, openedAt: 0 },
      ]);
      expect(made.event).toMatchObject(asStored(first));
      expect(espo.log.filter(({ method }) => method === 'POST')).toHaveLength(1);
      expect(made.side === 'espo' && made.key).toBe(of.key < LEAST_KEY ? '' : KEY.slice(0, of.key));
      if (made.side !== 'espo') return;
      const expected = {
        side: 'espo' as const,
        modifiedAt: made.modifiedAt,
        versionNumber: undefined,
        fields: made.event,
      };
      const changed = await written([
        { op: 'update', key: 'b', feed, ref: refOf(made), fields: second, expect: expected },
      ]);
      expect(changed.event).toMatchObject(asStored(second));
      expect(asStored(asStored(second))).toEqual(asStored(second));
    }),
    { numRuns: 150 },
  );
});

it('nothing is written twice within any limits, and a new browser writes nothing at all', async () => {
  await fc.assert(
    fc.asyncProperty(limits, texts, texts, async (of, first, second) => {
      const { mailbox, run, settled, espo, company, login, browser } = await firm(of);
      const bodyOf = (content: string) => ({ contentType: 'text' as const, content });
      const event = (fields: typeof first) => ({
        ...timed(fields.title),
        location: { displayName: fields.location },
        body: bodyOf(fields.description),
      });
      const { id } = mailbox.createEvent('default', event(first));
      expect(await run()).toMatchObject({ created: 1, refused: 0 });
      await settled();
      mailbox.updateEvent(id, event(second));
      expect(await run()).toMatchObject({ refused: 0 });
      await settled();
      const installed = new Browser(company, login, { settings: browser.settings });
      for (let i = 0; i < 2; i += 1) expect(writesOf(await installed.run())).toBe(0);
      expect(espo.dump('Meeting')).toHaveLength(1);
      expect(mailbox.events()).toHaveLength(1);
    }),
    { numRuns: 40 },
  );
}, 60_000);
