/** Whose event leaves the calendar, though nothing was deleted. Pure. */
import { isDue } from '../../../shared/due';
import type { Link } from '../model/link';

/** What is due stands where it is due: on no day, it stands nowhere. A meeting that lost its dates has not been moved anywhere. */
export const isDueNoMore = ({ espo }: Link): boolean =>
  isDue(espo.type) && espo.assignedToMe && espo.countedStart === -1;

/** The record is somebody else's now, or due on no day any more. */
export const isAway = (link: Link): boolean =>
  link.state === 'active' && (!link.espo.assignedToMe || isDueNoMore(link));
