/** Shows the popup or the full page, whichever was opened. */
import './parts/tokens.css';
import './parts/base.css';
import './parts/controls.css';
import './popup.css';
import { render } from 'preact';
import { language, say } from '../shared/say';
import { follow } from './model/model';
import { isPopup } from './model/place';
import { keepFocus } from './parts/keep-focus';
import { Popup } from './popup';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no #app.');
const { locale, rtl } = language();
document.documentElement.lang = locale;
document.documentElement.dir = rtl ? 'rtl' : 'ltr';
document.title = say('name');
follow();
keepFocus(root);
if (isPopup()) render(<Popup />, root);
// The small window comes up without what only the page needs.
else void import('./page').then(({ Page }) => render(<Page />, root));
