// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FORM, PEEK, SUBJECT } from '../common/selectors';
import { isOfTile } from './pressed';

const page = (name: string): Document =>
  new DOMParser().parseFromString(readFileSync(`test/data/outlook-web/${name}.html`, 'utf8'), 'text/html');
const texts = (root: Element | null): string[] =>
  [...(root?.querySelectorAll('*') ?? [])]
    .filter((one) => one.childElementCount === 0)
    .map((one) => one.textContent ?? '');

const tile = {
  id: 'one',
  label: '',
  title: 'Acme quarterly review\nRoom 102\n10:00 AM to 11:00 AM',
  day: '',
};

describe('the card and the form belong to the tile that was pressed', () => {
  it('where they bear its subject and its times', () => {
    expect(isOfTile(tile, texts(page('peek').querySelector(PEEK)), 'en')).toBe(true);
    const form = page('form').querySelector(FORM);
    expect(isOfTile(tile, texts(form), 'en')).toBe(true);
    expect(form?.querySelector(SUBJECT)?.textContent).toBe('Acme quarterly review');
  });

  it('and not where the subject is another, or only a part of it', () => {
    const lines = texts(page('peek').querySelector(PEEK));
    for (const subject of ['Acme', 'Other', 'Room 102 ', ''])
      expect(isOfTile({ ...tile, title: `${subject}\n10:00 AM to 11:00 AM` }, lines, 'en')).toBe(
        subject === 'Room 102 ',
      );
  });

  it('and not where the times are another’s', () => {
    const lines = texts(page('peek').querySelector(PEEK));
    expect(isOfTile({ ...tile, title: 'Acme quarterly review\n10:00 AM to 11:30 AM' }, lines, 'en')).toBe(false);
    expect(isOfTile({ ...tile, title: 'Acme quarterly review\nMonday, November 23, 2026' }, lines, 'en')).toBe(true);
  });
});
