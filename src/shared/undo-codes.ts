/** What an undo, or an order, could not do for one item, or not wholly: the texts `undo_<code>`. */
export const UNDO_CODES = [
  'edited',
  'gone',
  'there',
  'unreadable',
  'notLinked',
  'relinked',
  'direction',
  'notYours',
  'noRight',
  'notOrganizer',
  'wouldMail',
  'cannot',
  'refused',
  'lost',
  'notTried',
  'newRecord',
  'newEvent',
] as const;
export type UndoCode = (typeof UNDO_CODES)[number];
