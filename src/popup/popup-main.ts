/** The small window: it comes up without what only the page needs. */
import { begin } from './begin';
import './popup.css';
import { Popup } from './popup';

begin(Popup);
