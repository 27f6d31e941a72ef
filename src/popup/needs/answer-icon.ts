/** What an answer looks like: who deletes or mails is not to be taken for who keeps. */
import type { NeedsChoice } from '../../shared/needs';
import type { IconName } from '../parts/icon';

export const answerIcon = ({ danger, does, mails }: NeedsChoice): IconName | undefined =>
  does === 'remove' ? 'trash' : mails > 0 ? 'mail' : danger ? 'warn' : undefined;
