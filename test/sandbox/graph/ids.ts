/**
 * Ids as Exchange makes them (graph.md 2, outlook-web.md 1.1): base64 with `+` written `_` and `/` written `-`, `=` kept,
 * case-sensitive. A default id names the folder, so it changes on a move; an occurrence's default id carries its day.
 */
import type { World } from '../http.ts';

export interface Ids {
  id: string;
  immutableId: string;
}

const IMMUTABLE_HEAD = 'AAkALgAAAAAAHYQDEapmEc2byACqAC/EWg0A';
const IMMUTABLE_BYTES: number[] = [...Buffer.from(IMMUTABLE_HEAD, 'base64')];
const TICKS_1970 = 621_355_968_000_000_000n;

export function randomBytes(world: World, length: number): number[] {
  const bytes: number[] = [];
  for (let index = 0; index < length; index++) bytes.push(Math.floor(world.random() * 256));
  return bytes;
}

export const toGraph = (text: string) => text.replaceAll('+', '_').replaceAll('/', '-');
/** The same id in the alphabet of EWS and Outlook on the web. */
export const toEws = (id: string) => id.replaceAll('_', '+').replaceAll('-', '/');

const pack = (bytes: number[]) => toGraph(Buffer.from(bytes).toString('base64'));

/**
 * Bytes that give an id with both `-` and `_` in it, so that nobody gets away with mapping only one of them. The serial
 * keeps ids apart whatever the world's chance is worth.
 */
function tail(world: World, length: number, head: number[], serial: number): number[] {
  const count = [24, 16, 8, 0].map((shift) => (serial >>> shift) & 255);
  const whole = Buffer.from([...head, ...Array.from({ length: length - 4 }, () => 0), ...count]);
  for (let attempt = 0; ; attempt++) {
    for (let at = head.length; at < whole.length - 4; at++) whole[at] = Math.floor(world.random() * 256);
    const text = whole.toString('base64');
    if (attempt > 50 || (text.includes('/') && text.includes('+'))) return [...whole.subarray(head.length)];
  }
}

export interface FolderSeed {
  guid: string;
  store: number[];
  folder: number[];
}

function itemBytes(seed: FolderSeed, marker: number[]): number[] {
  return [
    0,
    3,
    0x24,
    0,
    ...Buffer.from(seed.guid, 'latin1'),
    ...marker,
    0,
    0,
    0,
    0,
    0,
    ...seed.store,
    7,
    0,
    ...seed.folder,
  ];
}

/** The last bytes of an item's default id; kept, so that its occurrences share them. */
export function newTail(world: World, seed: FolderSeed, serial: number): number[] {
  const head = itemBytes(seed, [0, 0x46]);
  // 4 + 36 + 2 + 5 + 16 + 2 + 16 = 81 bytes before the tail: 19 more leave one `=`.
  return tail(world, 20 - ((head.length + 20) % 3 === 0 ? 1 : 0), head, serial);
}

export const defaultId = (seed: FolderSeed, end: number[]) => pack([...itemBytes(seed, [0, 0x46]), ...end]);

/** 01 51 00 08, then the day as .NET ticks, then the series' own tail. */
export function occurrenceId(seed: FolderSeed, end: number[], day: string): string {
  const ticks = TICKS_1970 + BigInt(Date.parse(`${day}T00:00:00Z`)) * 10_000n;
  const bytes = Array.from({ length: 8 }, (_, index) => Number((ticks >> BigInt(56 - 8 * index)) & 255n));
  return pack([...itemBytes(seed, [1, 0x51, 0, 8, ...bytes, 0x46]), ...end]);
}

/** Stable while the item stays in the mailbox. */
export function newImmutableId(world: World, serial: number): string {
  const head = IMMUTABLE_BYTES;
  const end = tail(world, 34 + ((head.length + 34) % 3 === 0 ? 1 : 0), head, serial);
  return pack([...head, ...end]);
}

export function newFolderId(seed: FolderSeed): string {
  return pack([
    0,
    3,
    0x24,
    0,
    ...Buffer.from(seed.guid, 'latin1'),
    0,
    0x2e,
    0,
    0,
    0,
    0,
    0,
    ...seed.store,
    1,
    0,
    ...seed.folder,
    0,
    0,
  ]);
}

export const newChangeKey = (world: World) =>
  Buffer.from([...randomBytes(world, 16), 0, 0, ...randomBytes(world, 4)]).toString('base64');

export function newGuid(world: World): string {
  const text = Buffer.from(randomBytes(world, 16)).toString('hex');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-9${text.slice(17, 20)}-${text.slice(20)}`;
}

/** A global object id: fixed head, then a random tail. The same in every attendee's copy. */
export function newICalUId(world: World, serial: number): string {
  const chance = Buffer.from(randomBytes(world, 32)).toString('hex');
  return `040000008200E00074C5B7101A82E00800000000${chance}${serial.toString(16).padStart(8, '0')}`.toUpperCase();
}

/** Whether Exchange could read it at all: 400 ErrorInvalidIdMalformed otherwise. */
export const looksLikeId = (id: string) => /^AA[MQk][kDA][A-Za-z0-9_-]+={0,2}$/.test(id) && id.length >= 40;
