import type { Mail } from '../sandbox/graph/model.ts';
import type { Station } from './cast.ts';
import type { Thing } from './ledger.ts';
import type { Texts } from './texts.ts';
import type { Write } from './writes.ts';

/** A write of a run: what it was sent for, and what it found and left on the server. */
export interface Seen {
  write: Write;
  station: Station;
  /** When the run began, and when it last asked EspoCRM before this: what a person did since, no run could know. */
  runStarted: number;
  lastRead: number;
  /** EspoCRM: the record was read by id just before. */
  reread: boolean;
  before: State;
  after: State;
  /** What a create made. */
  created: Thing[];
  /** EspoCRM did not take a value of it. */
  refused: boolean;
  mails: number;
  /** The same, with whom they went to. */
  mailed: Mail[];
}

/** The thing as it was: the object lives on, so what the rules ask for is copied. */
export interface State {
  thing: Thing | undefined;
  live: boolean;
  texts: Texts | undefined;
  /** An occurrence of a series, which Outlook keeps. */
  occurrence: boolean;
  /** Users of a record with their answers. */
  users: Record<string, string>;
  /** Users that a record is assigned to. */
  assigned: string[];
  /** `<EntityType>/<id>` of what a record belongs to; '' for nothing. */
  parent: string;
  /** Addresses of those who are invited to an event. */
  guests: string[];
}

/** What happened in the run under way in a station. */
export interface RunState {
  started: number;
  /** What was read of EspoCRM, when, and after how many writes there: a wave of four is read again before it is written. */
  reads: { url: string; tick: number; after: number }[];
  espoWrites: number;
  writes: number;
  /** Live links by `side|feed` when it began, and what it has deleted there since. */
  links: Record<string, number>;
  removed: Map<string, Set<string>>;
}
