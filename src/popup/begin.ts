/** What the small window and the full page begin with, whichever was opened. */
import './parts/tokens.css';
import './parts/base.css';
import './parts/controls.css';
import { type ComponentType, h, render } from 'preact';
import { language, say } from '../shared/say';
import { follow } from './model/model';

export function begin(App: ComponentType): void {
  const root = document.getElementById('app');
  if (!root) throw new Error('The page has no #app.');
  const { locale, rtl } = language();
  document.documentElement.lang = locale;
  document.documentElement.dir = rtl ? 'rtl' : 'ltr';
  document.title = say('name');
  follow();
  render(h(App, {}), root);
}
