import { expect, it } from 'vitest';
import { areTwins, type Gist } from './event';
import { ownWords } from './own-words';

const RULE = '_'.repeat(80);
const ADDRESS = '<https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0>';

it.each([
  ['no block', 'Bring the plan.\nAt the gate.', 'Bring the plan.\nAt the gate.'],
  ['the address alone', `Bring the plan.\nJoin the meeting now ${ADDRESS}`, 'Bring the plan.'],
  [
    'the block with its rule',
    `Bring the plan.\n\n${RULE}\nMicrosoft Teams\nNeed help?\nJoin the meeting now ${ADDRESS}\nMeeting ID: 291 633\n${RULE}`,
    'Bring the plan.',
  ],
  ['nothing but the block', `${RULE}\nJoin Microsoft Teams Meeting ${ADDRESS}`, ''],
  ['a cloud of a government', 'Plan\nJoin <https://gov.teams.microsoft.us/l/meetup-join/1>', 'Plan'],
  ['another site', 'See https://myteams.microsoft.com.example/x', 'See https://myteams.microsoft.com.example/x'],
])('%s', (_what, text, words) => {
  expect(ownWords(text)).toBe(words);
});

it('a nameless meeting is the same one with the block and without it, and two that consist of the block only are not', () => {
  const gist = (description: string): Gist => ({ title: '', when: { kind: 'timed', start: 0, end: 1 }, description });
  const block = `${RULE}\nJoin the meeting now ${ADDRESS}`;
  expect(areTwins(gist('Plan'), gist(`Plan\n${block}`))).toBe(true);
  expect(areTwins(gist(block), gist(block))).toBe(false);
});
