/** The full page. */
import { begin } from './begin';
import { Page } from './page';

begin(Page);
