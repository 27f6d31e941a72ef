// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { Keeper } from './press';

/** What is told of a host, trusted as only the browser makes it. */
function told(host: Element, type: string): Event {
  const event = new Event(type, { bubbles: true, composed: true, cancelable: true });
  Object.defineProperty(event, 'isTrusted', { value: true });
  host.dispatchEvent(event);
  return event;
}

it.each(['keydown', 'beforeinput', 'textInput', 'input', 'paste', 'search', 'touchmove', 'dragover'])(
  '%s on a host of ours is told to nobody who listens later, and that on the page to everybody',
  (type) => {
    const [host, other] = [document.createElement('div'), document.createElement('div')];
    document.body.append(host, other);
    const keeper = new Keeper();
    keeper.start();
    const heard = vi.fn<(event: Event) => void>();
    window.addEventListener(type, heard, true);
    const ours = vi.fn<(event: Event) => void>();
    // As after mail: the page has listened for long when the calendar comes.
    keeper.add(host, ours);
    told(host, type);
    told(other, type);
    expect([ours.mock.calls.length, heard.mock.calls.map(([{ target }]) => target)]).toEqual([1, [other]]);
    keeper.clear();
    told(host, type);
    expect([ours.mock.calls.length, heard.mock.calls.length]).toEqual([1, 2]);
    keeper.stop();
    window.removeEventListener(type, heard, true);
  },
);
