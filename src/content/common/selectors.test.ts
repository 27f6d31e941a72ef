// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldId } from '../../shared/item-id';
import {
  COLUMN_DATE,
  ID,
  idInAddress,
  isCalendar,
  LABELLED,
  MODULE,
  MONTH_CELL,
  PRIVATE,
  SURFACE,
  TILE,
} from './selectors';

const page = (name: string): Document =>
  new DOMParser().parseFromString(readFileSync(`test/data/outlook-web/${name}.html`, 'utf8'), 'text/html');

describe('what is relied on stands in the pages', () => {
  it('week: tiles with id and label, days of the columns, the private sign', () => {
    const week = page('week');
    const tiles = [...week.querySelectorAll(TILE)];
    expect(tiles.length).toBe(9);
    for (const tile of tiles) expect(tile.querySelector(LABELLED)).not.toBeNull();
    expect(new Set(tiles.map((tile) => tile.getAttribute(ID))).size).toBe(9);
    expect(week.querySelectorAll(PRIVATE).length).toBe(1);
    expect(week.querySelector(`[${COLUMN_DATE}]`)?.getAttribute(COLUMN_DATE)).toBe('2026-11-22');
    expect(week.querySelector(`${MODULE} ${SURFACE}`)).not.toBeNull();
  });

  it('month: one id on several pieces, days of the cells', () => {
    const month = page('month');
    expect(month.querySelectorAll(TILE).length).toBe(3);
    expect(month.querySelectorAll(MONTH_CELL).length).toBe(3);
  });

  it('list: rows with and without an id', () => {
    expect(page('agenda').querySelectorAll(TILE).length).toBe(1);
    expect(page('agenda').querySelectorAll(`${SURFACE} ${LABELLED}`).length).toBe(2);
  });
});

describe('layer (b): the id in an address', () => {
  const id = 'AAkALgAAAAAAHYQDEapmEc2byACqAC/EWg0AFIXTURE/single+one==';
  const encoded = encodeURIComponent(id);
  it.each([
    `https://outlook.office.com/calendar/item/${encoded}`,
    `https://outlook.office.com/calendar/item/${id}`,
    `https://outlook.live.com/calendar/0/deeplink/read/${encoded}?popoutv2=1&version=1`,
    `https://outlook.office365.com/calendar/deeplink/read/${encoded}`,
    `https://outlook.office365.com/owa/?itemid=${encoded}&exvsurl=1&path=/calendar/item`,
    `https://outlook.office365.com/owa/?ItemID=${id}&exvsurl=1&path=/calendar/item`,
    'https://outlook.live.com/calendar/item/AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AFIXTURE-single_one',
  ])('%s', (address) => expect(foldId(idInAddress(address) ?? '')).toBe(foldId(id)));

  it.each([
    'https://outlook.office.com/calendar/view/week',
    'https://outlook.office.com/calendar/deeplink/read/group/tenant/group/id',
    'https://outlook.office.com/mail/id/AAkALg',
    'https://outlook.office.com/owa/?path=/calendar',
  ])('none in %s', (address) => expect(idInAddress(address)).toBeUndefined());
});

describe('only the calendar is looked at', () => {
  const at = (address: string): boolean => isCalendar(new URL(address, 'https://outlook.office.com'));

  it.each([
    ...['/calendar', '/calendar/view/week', '/calendar/item/x', '/hosted/calendar/view/week'],
    ...[
      '/owa/?itemid=x&exvsurl=1&path=/calendar/item',
      '/owa/?ItemID=x&path=%2Fcalendar%2Fitem',
      '/owa?path=/calendar',
    ],
  ])('%s', (address) => expect(at(address)).toBe(true));

  it.each([
    ...['/mail/', '/mail/calendar/', '/', '/calendars', '/people/', '/hosted/'],
    // The classic address is that of mails, too.
    ...[
      '/owa/',
      '/owa/?path=/mail/inbox',
      '/owa/?ItemID=x&exvsurl=1&viewmodel=ReadMessageItem',
      '/owa/?path=/calendars',
    ],
  ])('not %s', (address) => expect(at(address)).toBe(false));
});
