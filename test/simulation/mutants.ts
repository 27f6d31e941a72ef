import type { Patch } from './bundle.ts';
import { MUTANTS_OF_SIDES } from './mutants-of-sides.ts';

/** A deliberate bug: one small change of a source file, made while bundling and never in the file itself. */
export interface Mutant extends Patch {
  name: string;
  /** A second safeguard that mends the first one's bug by itself: only without both is anything wrong. */
  healedBy?: Patch;
}

const SYNC = 'src/background/sync';

/**
 * Each breaks one promise of DESIGN section 2. A source line that moves on takes its mutant along: the run says which. Not among them is
 * what another safeguard mends before anybody could see it: keyset paging by time alone loses the rest of a second at the end of a page,
 * and the count of the same run finds it; what two browsers make that hold the lease at once is taken back when they look again.
 */
export const MUTANTS: readonly Mutant[] = [
  ...MUTANTS_OF_SIDES,
  {
    name: 'base moved before the acknowledgement',
    file: `${SYNC}/write/plan.ts`,
    find: 'for (const update of result.updates) rows.push(updateRow(result.link, update));',
    replace: `for (const update of result.updates) {
      const from = update.side === 'espo' ? 'outlook' : 'espo';
      const base = { ...result.link.base, [from]: { ...result.link.base[from], ...update.settles } };
      edited.set(link.id, { link: { ...result.link, base, observed: { ...result.link.observed, [from]: {} } } });
      rows.push(updateRow(result.link, update));
    }`,
  },
  {
    name: 'phantom removal trusted',
    file: `${SYNC}/read/prove-gone.ts`,
    find: '(proofs[index] as Proof<never>)',
    replace: '({ kind: "gone" } as Proof<never>)',
  },
  {
    name: 'guard skipped on resume',
    file: `${SYNC}/decide/answered.ts`,
    find: "if (old.state === 'confirmed' || old.broke",
    replace:
      "if (old.reason === 'bulk') return { ...row, state: 'confirmed' };\n  if (old.state === 'confirmed' || old.broke",
  },
  {
    name: 'echo not recognised',
    file: `${SYNC}/write/settle-updated.ts`,
    find: 'next = withBase(next, side, pick(now, Object.keys(written) as FieldName[]));',
    replace: '',
    healedBy: {
      file: `${SYNC}/decide/merge.ts`,
      find: "if (sameAcross(field, input)) return { field, kind: 'agreed', cause: CAUSES.bothAgree };",
      replace: '',
    },
  },
  {
    name: "attendee's decline deletes the meeting",
    file: `${SYNC}/decide/removal.ts`,
    find: 'if (!(link.espo.assignedToMe && link.outlook.isOrganizer)) {',
    replace: 'if (!link) {',
  },
  {
    name: 'find skipped',
    file: `${SYNC}/pair/pair-events.ts`,
    find: 'const answers = await ports.espo.find(open.map(keyOf), sought.search);',
    replace: 'const answers: EspoItem[][] = keys.map(() => []);',
  },
  {
    name: 'find not repeated after a create',
    file: `${SYNC}/write/settle-created.ts`,
    find: 'lookAgain: 2,',
    replace: 'lookAgain: 0,',
  },
  {
    name: 'journal not written',
    file: `${SYNC}/write/apply.ts`,
    find: 'await engine.store.commit({ journal: { put: [...entries.values()] } });',
    replace: '',
  },
  {
    name: 'lost create repeated without a look-up',
    file: `${SYNC}/write/recover.ts`,
    find: 'const found = await port.recover(creates.map((e) => e.plan.intent as CreateIntent));',
    replace: 'const found = creates.map((): Item[] => []);',
  },
  {
    name: 'lost answer taken for a failure',
    file: `${SYNC}/write/settle.ts`,
    find: 'report.lost += 1;',
    replace: 'report.lost += 1;\n      return engine.store.commit({ journal: { remove: [entry.id] } });',
  },
  {
    name: 'cursor stored before its items',
    file: `${SYNC}/read/read-feed.ts`,
    find: 'if (nothing && known === page.cursor && !full) return 0;',
    replace:
      'if (nothing && known === page.cursor && !full) return 0;\n  await store.commit({ cursors: { put: cursors } });',
  },
  {
    name: 'direction wall leaky',
    file: `${SYNC}/model/policy.ts`,
    find: "side === 'espo' ? direction === 'outlookToEspo' : direction === 'espoToOutlook'",
    replace: "side === 'espo' ? direction === 'outlookToEspo' : true",
  },
  {
    name: 'event with attendees written without asking',
    file: `${SYNC}/decide/reconcile.ts`,
    find: "side === 'outlook' && link.outlook.hasAttendees && !policy.settings.updateMeetingsWithAttendees",
    replace: 'false',
  },
  {
    name: 'event with attendees deleted without asking',
    file: `${SYNC}/decide/removal.ts`,
    find: "if (link.outlook.hasAttendees) return { kind: 'ask', reason: 'wouldMail', cause };",
    replace: '',
  },
  {
    name: "somebody else's event written",
    file: `${SYNC}/decide/may-travel.ts`,
    find: "return link.outlook.isOrganizer && policy.calendars[link.outlook.calendarId]?.kind === 'own';",
    replace: 'return true;',
  },
  {
    name: 'tombstone forgotten',
    file: `${SYNC}/write/plan.ts`,
    find: "edited.set(link.id, { link: withState(link, 'unlinked', reason) });",
    replace:
      "edited.set(link.id, { link: withState({ ...link, outlookId: '', espoRef: '', meetingKey: '' }, 'unlinked', reason) });",
  },
  {
    name: 'copied marker trusted',
    file: `${SYNC}/pair/markers.ts`,
    find: 'nonceOf(link) !== mark.nonce',
    replace: "nonceOf(link) !== ''",
  },
  {
    name: 'delta token expiry forgets links',
    file: `${SYNC}/read/read-feed.ts`,
    find: 'if (page.restarted) {',
    replace:
      'if (page.restarted) {\n      await store.commit({ links: { remove: (await store.linksInFeed(side, feed.id)).map((one) => one.id) } });',
  },
  {
    name: 'older state of a replay believed',
    file: `${SYNC}/decide/observe.ts`,
    find: 'if (item.modifiedAt < link.outlook.modifiedAt) return true;',
    replace: '',
  },
  {
    // Taken from what was sent it would be no bug: what a server makes of a value is known beforehand, and sent in that form.
    name: 'base moved for what was not written',
    file: `${SYNC}/write/settle-updated.ts`,
    find: 'next = withBase(next, side, pick(now, Object.keys(written) as FieldName[]));',
    replace: 'next = withBase(next, side, now);',
  },
  {
    name: 'conflict loser not logged',
    file: `${SYNC}/write/settle-updated.ts`,
    find: 'for (const loser of plan.losers)',
    // What an update overwrote is logged with it, and would tell the loser, too.
    replace: 'rows.length = 0;\n  for (const loser of plan.losers.slice(0, 0))',
  },
  {
    name: 'refused field taken for written',
    file: `${SYNC}/write/settle-updated.ts`,
    find: 'taken(plan.settles, leftOut)',
    replace: 'plan.settles',
  },
  {
    name: 'refused field sent again in every run',
    file: `${SYNC}/decide/answered.ts`,
    find: "if (old.state === 'held' && old.reason === 'refused')",
    replace: "if (old.state === 'held' && old.reason === 'conflict')",
  },
  {
    name: 'cut key taken for another one',
    file: `${SYNC}/model/meeting-key.ts`,
    find: 'return Math.min(a.length, b.length) >= LEAST_KEY && (a.startsWith(b) || b.startsWith(a));',
    replace: 'return false;',
  },
  {
    name: 'count mismatch ignored',
    file: `${SYNC}/read/compare-counts.ts`,
    find: 'if (known === count) return [];',
    replace: 'if (known !== -1) return [];',
  },
  {
    name: 'calendar that failed counts as empty',
    file: `${SYNC}/read/failed-parts.ts`,
    find: "feeds.outlook.some(({ id }) => parts.has('outlook', id));",
    replace: 'feeds.outlook.length < 0 && parts.list().length < 0;',
  },
  {
    name: 'event that cannot be read passed over',
    file: `${SYNC}/read/read-feed.ts`,
    find: 'await takeUnreadable(engine, side, feed, page.unreadable);',
    replace: 'await takeUnreadable(engine, side, feed, []);',
  },
  {
    name: 'event in a calendar that is not chosen any more carried over',
    file: `${SYNC}/decide/eligible.ts`,
    find: "if (!(item.calendarId in policy.calendars)) return 'otherCalendar';\n  // A series lives",
    replace: '// A series lives',
  },
  {
    name: 'no name taken for a likeness',
    file: `${SYNC}/model/event.ts`,
    find: "return name === '' ? '' : `${spanOf(when)}|${name}`;",
    replace: 'return `${spanOf(when)}|${normalisedTitle(title)}`;',
  },
  {
    name: 'no key taken for a key',
    file: `${SYNC}/model/meeting-key.ts`,
    find: "if (a === b) return a !== '';",
    replace: 'if (a === b) return true;',
  },
  {
    name: 'event of the same key taken for the linked one',
    file: `${SYNC}/decide/same-meeting.ts`,
    find: 'return agreed >= (alone ? 2 : 1);',
    replace: 'return agreed >= (alone ? 0 : 0);',
  },
  {
    name: "record of another EspoCRM user's marker linked",
    file: `${SYNC}/pair/markers.ts`,
    find: "if (record?.kind === 'value' && !isOwn(record.item, policy)) others.push(mark);\n    else if",
    replace: 'if',
    healedBy: {
      file: `${SYNC}/pair/markers.ts`,
      find: "['', me.espoUserId].includes(ownerOf(nonce))",
      replace: "me.espoUserId !== '' && nonce !== ''",
    },
  },
];
