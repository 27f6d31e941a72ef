/** Calendars and events by the ids of a path (graph.md 2, 11, 12). */
import type { Context } from './context.ts';
import { accessDenied, conflict, GraphError, malformedId, notFound } from './errors.ts';
import { looksLikeId, toGraph } from './ids.ts';
import type { Calendar, Mailbox, Ref } from './model.ts';
import { etagOf } from './render.ts';

export function findCalendar(context: Context, id: string): Calendar {
  if (!looksLikeId(id)) throw malformedId();
  const calendar = context.box.calendars.find((one) => one.id === id);
  if (!calendar) throw notFound();
  if (calendar.source && context.tenant.variants.sharedCalendarsBroken) {
    throw new GraphError(
      500,
      'ErrorInternalServerTransientError',
      'An internal server error occurred. Try again later.',
    );
  }
  return calendar;
}

function lookUp(box: Mailbox, id: string, strict: boolean): Ref | undefined {
  const found = box.index.get(id);
  if (found || strict) return found;
  const fold = (text: string) => toGraph(text).toLowerCase();
  for (const [known, ref] of box.index) if (fold(known) === fold(id)) return ref;
  return undefined;
}

/** `calendar` when the path is scoped. Events of a calendar shared in are found through that calendar only. */
export function findEvent(context: Context, id: string, calendar: Calendar | undefined, reading: boolean): Ref {
  const { tenant, box } = context;
  const strict = tenant.quirks.strictIds;
  if (strict && !looksLikeId(id)) throw malformedId();
  const ref = lookUp(box, id, strict);
  if (!ref) throw notFound();
  const exception = ref.day === undefined ? undefined : ref.event.exceptions.get(ref.day);
  const found: Ref = exception ? { ...ref, event: exception, day: undefined } : ref;
  if (ref.day !== undefined && ref.event.cancelled.has(ref.day)) throw notFound();
  if (found.through ? found.through !== calendar : calendar?.source) throw notFound();
  const { event } = found;
  const head = event.master ?? event;
  if (head.deletedAt !== undefined) {
    if (reading && found.kind === 'immutable' && tenant.variants.softDeleteReadable && !found.through) return found;
    throw notFound();
  }
  const scoped = calendar && !found.through && tenant.variants.scopedPathChecksCalendar;
  if (scoped && event.calendar !== calendar) throw notFound();
  return found;
}

/** The calendar as which an event is shown. */
export const seenIn = (ref: Ref): Calendar => ref.through ?? ref.event.calendar;

export function checkWritable(calendar: Calendar): void {
  if (!calendar.canEdit) throw accessDenied();
}

export function checkMatch(context: Context, ref: Ref): void {
  const wanted = context.headers['if-match'];
  const { quirks, variants } = context.tenant;
  if (wanted === undefined || wanted === '*' || !quirks.ifMatch || !variants.ifMatchHonoured) return;
  if (wanted !== etagOf(ref.event)) throw conflict();
}
