/** npm run screens: builds, and draws every view in every state into screens/, to be looked at. */
import { build, dependencies, tool } from './setup.mjs';

const ready = (await dependencies()) && (await build(['chrome'])) === 0;
process.exitCode = ready ? await tool('tsx', ['test/surface/screens-cli.ts', ...process.argv.slice(2)]) : 1;
