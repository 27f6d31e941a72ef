import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fits, type KnownEvent, matchKnown, type Said } from './known-events';

interface Sample {
  l: string;
  src: string;
  aria: string;
  title?: string;
  neg?: boolean;
  ev: {
    subject: string;
    start?: [number, number];
    end?: [number, number];
    date: [number, number, number];
    allDay?: boolean;
  };
}
const samples = JSON.parse(
  readFileSync(new URL('../../../test/data/outlook-web/aria-label-samples.json', import.meta.url), 'utf8'),
) as Sample[];

const two = (n: number) => String(n).padStart(2, '0');
function event({ subject, start = [0, 0], end = [0, 0], date, allDay = false }: Sample['ev']): KnownEvent {
  const day = `${date[0]}-${two(date[1])}-${two(date[2])}`;
  const at = ([hour, minute]: [number, number]) => `${day}T${two(hour)}:${two(minute)}`;
  return { title: subject, start: at(start), end: at(end), allDay };
}
const said = (label: string, title = '', more: Partial<Said> = {}): Said => ({
  id: '',
  label,
  title,
  day: '',
  ...more,
});

describe('labels as public sources print them', () => {
  it.each(samples.filter(({ neg }) => !neg))('$src: $aria', ({ l, aria, title, ev }) => {
    expect(fits(event(ev), said(aria, title), l)).toBe(true);
  });

  it.each(samples.filter(({ neg }) => neg))('trap, $src', ({ l, aria, title, ev }) => {
    expect(fits(event(ev), said(aria, title), l)).toBe(false);
  });

  it('is found in no sample but its own', () => {
    const real = samples.filter(({ neg }) => !neg);
    for (const one of real)
      for (const other of real)
        if (one !== other) expect(fits(event(one.ev), said(other.aria, other.title), other.l)).toBe(false);
  });
});

const meeting = { title: 'Team', start: '2026-11-23T15:30', end: '2026-11-23T16:00', allDay: false };

describe('what a tile says in its language', () => {
  it.each([
    ['de', 'Team, 15:30 bis 16:00, Montag, 23. November 2026, Gebucht'],
    ['es', 'Team, 15:30 a 16:00, lunes, 23 de noviembre de 2026, Ocupado'],
    ['pl', 'Team, 15:30 do 16:00, poniedziałek, 23 listopada 2026, Zajęty'],
    ['ru', 'Team, 15:30 – 16:00, понедельник, 23 ноября 2026 г., Занят'],
    ['ko', 'Team, 15:30~16:00, 2026년 11월 23일 월요일, 약속 있음'],
    ['zh-CN', 'Team，15:30 至 16:00，2026年11月23日星期一，忙'],
    ['ar', 'Team، ٣:٣٠ م إلى ٤:٠٠ م، الاثنين، ٢٣ نوفمبر ٢٠٢٦، مشغول'],
    ['he', 'Team, 15:30 עד 16:00, יום שני, 23 בנובמבר 2026, לא פנוי'],
    ['fi', 'Team, 15.30–16.00, maanantai 23. marraskuuta 2026, Varattu'],
  ])('%s', (lang, label) => {
    // Without a title only the separators of real samples are taken.
    expect(fits(meeting, said(label, 'Team\nx'), lang)).toBe(true);
    expect(fits({ ...meeting, start: '2026-11-24T15:30', end: '2026-11-24T16:00' }, said(label, 'Team\nx'), lang)).toBe(
      false,
    );
    expect(fits({ ...meeting, start: '2026-11-23T03:30', end: '2026-11-23T04:00' }, said(label, 'Team\nx'), lang)).toBe(
      false,
    );
  });

  it.each([
    ['fr-CA', 'Team, 15 h 30 à 16 h, lundi 23 novembre 2026, Occupé'],
    ['fr-CA', 'Team, 15 h 30 à 16 h 00, lundi 23 novembre 2026, Occupé'],
    ['xx', 'Team, quarter to ten, Monday, November 23, 2026'],
  ])('%s: takes a clock that it cannot read for none, and not for any', (lang, label) => {
    const at = (start: string, end: string) => ({ ...meeting, start: `2026-11-23T${start}`, end: `2026-11-23T${end}` });
    const tile = said(label, 'Team\nx');
    expect(fits(at('15:30', '16:00'), tile, lang)).toBe(label.includes('16 h 00'));
    expect(fits(at('09:30', '10:00'), tile, lang)).toBe(false);
  });

  it('takes no whole day for a meeting of that name and day', () => {
    const tile = said('Team, all day event, Monday, November 23, 2026, Busy', 'Team\nMonday, November 23, 2026');
    expect(fits(meeting, tile, 'en')).toBe(false);
    expect(fits({ ...meeting, allDay: true }, tile, 'en')).toBe(true);
  });

  it('takes the day from the column it lies in', () => {
    const tile = said('Team, 3:30 PM to 4:00 PM', 'Team\n3:30 PM to 4:00 PM', { day: '2026-11-23' });
    expect(fits(meeting, tile, 'en')).toBe(true);
    expect(fits(meeting, { ...tile, day: '2026-11-24' }, 'en')).toBe(false);
  });

  it('takes no day from the end of a range', () => {
    const label = 'PTO, all day event, Thursday, April 30, 2026 to Saturday, May 2, 2026, OOF';
    const pto = { title: 'PTO', start: '2026-05-02T00:00', end: '2026-05-02T00:00', allDay: true };
    expect(fits(pto, said(label), 'en-US')).toBe(false);
    expect(fits({ ...pto, start: '2026-04-30T00:00' }, said(label), 'en-US')).toBe(true);
  });

  it('takes no longer subject for a shorter one, and no event without one', () => {
    expect(fits(meeting, said('Team, the other one, 3:30 PM to 4:00 PM, Monday, November 23, 2026'), 'en')).toBe(true);
    expect(
      fits(
        meeting,
        said('Team, the other one, 3:30 PM to 4:00 PM, Monday, November 23, 2026', 'Team, the other one'),
        'en',
      ),
    ).toBe(false);
    expect(fits({ ...meeting, title: '' }, said(', 3:30 PM to 4:00 PM, Monday, November 23, 2026'), 'en')).toBe(false);
  });
});

describe('only where one event and one tile fit', () => {
  const label = 'Team, 15:30 to 16:00, Monday, November 23, 2026, Busy';
  const title = 'Team\n15:30 to 16:00';

  it('is it', () => {
    const tile = said(label, title);
    expect([...matchKnown([meeting], [tile, said('Other, 15:30 to 16:00', 'Other')], 'en')]).toEqual([[tile, meeting]]);
  });

  it('two events of that name and time are nobody’s', () => {
    expect(matchKnown([meeting, { ...meeting }], [said(label, title)], 'en').size).toBe(0);
  });

  it('two tiles with different ids are nobody’s, several pieces of one id are', () => {
    const tiles = [said(label, title, { id: 'a' }), said(label, title, { id: 'b' })];
    expect(matchKnown([meeting], tiles, 'en').size).toBe(0);
    const pieces = [said(label, title, { id: 'a' }), said(label, title, { id: 'a' })];
    expect(matchKnown([meeting], pieces, 'en').size).toBe(2);
  });

  it('a tile without an id is no event that another tile has the id of', () => {
    const [bare, named] = [
      said(label, title, { day: '2026-11-23' }),
      said(label, title, { id: 'a', day: '2026-11-23' }),
    ];
    expect(matchKnown([meeting], [bare], 'en', [named]).size).toBe(0);
    expect(matchKnown([meeting], [bare], 'en', [said('Other, 15:30 to 16:00', 'Other', { id: 'b' })]).size).toBe(1);
  });

  it('without ids two of one day are two events, and pieces on several days are one', () => {
    const twins = [said(label, title, { day: '2026-11-23' }), said(label, title, { day: '2026-11-23' })];
    expect(matchKnown([meeting], twins, 'en').size).toBe(0);
    const trip = { title: 'Trip', start: '2026-11-23T00:00', end: '2026-11-25T00:00', allDay: true };
    const pieces = ['2026-11-23', '2026-11-24'].map((day) => said('Trip, all day event', 'Trip', { day }));
    expect(matchKnown([trip], pieces, 'en').size).toBe(2);
  });
});
