import { render } from 'preact';
import { App } from './app';
import { follow } from './model/model';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no #app.');
follow();
render(<App />, root);
