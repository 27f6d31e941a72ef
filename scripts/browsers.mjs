/** Browsers that the tests drive, and openssl for the sandbox's certificate: found, installed where that is possible, or named as missing. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly, say } from './log.mjs';

const windows = (rest) =>
  ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    rest.map((one) => path.join(process.env[name] ?? 'C:\\', one)),
  );

const CHROMIUM = {
  variable: 'CHROME',
  packages: ['chromium', 'fonts-noto-color-emoji'],
  // Google Chrome and Microsoft Edge load no extension from the command line any more.
  what: 'Chromium or Chrome for Testing',
  paths: {
    linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium'],
    darwin: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    ],
    win32: windows(['Chromium\\Application\\chrome.exe', 'Google\\Chrome for Testing\\Application\\chrome.exe']),
  },
};

/** Only those that install an extension which Mozilla has not signed: the usual Firefox refuses our own build. */
const FIREFOX = {
  variable: 'FIREFOX',
  packages: ['firefox-esr'],
  what: 'Firefox ESR, Developer Edition or Nightly',
  paths: {
    linux: ['/usr/bin/firefox-esr', '/usr/bin/firefox-developer-edition', '/usr/bin/firefox-nightly'],
    darwin: ['Firefox ESR', 'Firefox Developer Edition', 'Firefox Nightly'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/firefox`,
    ),
    win32: windows(['Firefox Developer Edition\\firefox.exe', 'Firefox Nightly\\firefox.exe']),
  },
};

const runs = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

function find({ variable, paths }) {
  const named = process.env[variable];
  if (named) return runs(named) ? named : undefined;
  return (paths[process.platform] ?? []).find(runs);
}

/** Path of a Chromium; CHROME names one. Undefined where there is none. */
export const findBrowser = () => find(CHROMIUM);
/** Path of a Firefox that takes our own build; FIREFOX names one. Undefined where there is none. */
export const findFirefox = () => find(FIREFOX);

const hasOpenssl = () => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const isDebianRoot = () => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8')) && runs('/usr/bin/apt-get');
  } catch {
    return false;
  }
};

let updated = false;
async function install(packages) {
  say(`Installing ${packages.join(', ')} (apt-get).`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if (!updated) await runQuietly('apt-get', ['update'], { env });
  updated = true;
  await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
}

async function have(kind) {
  const { variable, packages, what } = kind;
  if (process.env[variable] && !find(kind)) {
    say(`${variable} names ${process.env[variable]}, which cannot be run: set it to a ${what}, or unset it.`);
    return undefined;
  }
  const missing = [...(find(kind) ? [] : packages), ...(hasOpenssl() ? [] : ['openssl'])];
  if (missing.length > 0 && isDebianRoot()) await install(missing);
  if (!find(kind)) say(`No browser found: install ${what}, or name one in ${variable}.`);
  else if (!hasOpenssl()) say('openssl is missing: install it and see that it is in the PATH.');
  else return find(kind);
  return undefined;
}

/** A Chromium and openssl: installed where that is possible, else said in one sentence. */
export const browser = () => have(CHROMIUM);
/** A Firefox and openssl, likewise. */
export const firefox = () => have(FIREFOX);
