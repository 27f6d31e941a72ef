/** npm run build: dist/chrome (Chrome, Edge) and dist/firefox, or only those named. */
import { sayLog } from './log.mjs';
import { build, dependencies } from './setup.mjs';

const named = process.argv.slice(2).filter((word) => !word.startsWith('-'));
process.exitCode = (await dependencies()) ? await build(named.length > 0 ? named : undefined) : 1;
sayLog();
