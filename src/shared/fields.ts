/** The fields of a meeting by the words that messages use; the page has the names that people know. */
export const FIELD_WORDS = [
  'title',
  'when',
  'location',
  'description',
  'status',
  'attendees',
  'response',
  'joinLink',
] as const;
export type FieldWord = (typeof FIELD_WORDS)[number];
/** What the log names: what a person had written that only EspoCRM knows, and what an event bears besides, too. */
export type LogWord = FieldWord | 'parent' | 'note' | 'category';
