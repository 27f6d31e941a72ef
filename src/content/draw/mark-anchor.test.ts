// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import type { Badge } from '../../shared/card';
import { anchorOf } from './mark-anchor';
import { paint } from './marks';

/** Outlook uses its nodes again, for other events and other days: what stands beside one of them follows the event. */
const badge = (id: string): Badge => ({ state: 'linked', type: 'Meeting', id, url: '', label: id, title: id });
function tile(id: string): HTMLElement {
  const node = document.createElement('div');
  if (id !== '') node.setAttribute('data-calitemid', id);
  document.body.append(node);
  return node;
}
beforeEach(() => document.body.replaceChildren());

it('goes where the node has gone to, when it is drawn anew', () => {
  const before = tile('one');
  const anchor = anchorOf(before, 'one');
  before.remove();
  expect(anchor.rect()).toBeUndefined();
  tile('one');
  expect(anchor.rect()).toBeDefined();
});

it('is nowhere where its node is another event’s now, and elsewhere where another node is its own', () => {
  const node = tile('one');
  const anchor = anchorOf(node, 'one');
  node.setAttribute('data-calitemid', 'two');
  expect(anchor.rect()).toBeUndefined();
  const moved = tile('one');
  moved.getBoundingClientRect = () => new DOMRect(500, 0, 30, 30);
  expect(anchor.rect()?.left).toBeGreaterThan(400);
});

it('of a tile without an id it is what the tile stands for', () => {
  const node = tile('');
  paint(node, { id: 'key', badge: badge('r1') });
  const anchor = anchorOf(node, 'key');
  expect(anchor.rect()).toBeDefined();
  paint(node, { id: 'other', badge: badge('r2') });
  expect(anchor.rect()).toBeUndefined();
});
