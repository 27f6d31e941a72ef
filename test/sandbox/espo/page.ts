/** EspoCRM's own page, as far as its sign-in goes: what it asks for, and the cookies that it leaves in the browser. */
import { OIDC_CODE } from './auth.ts';
import type { Core } from './core.ts';

/**
 * As client/src/app.js and views/login.js do it: the token of App/user becomes the cookie `auth-token`, which the page itself writes and
 * on signing out wipes; its secret is a cookie of the server's that no script can read.
 */
const SCRIPT = `
const by = (id) => document.getElementById(id);
const cookie = (value, expires) =>
  (document.cookie = 'auth-token=' + value + '; SameSite=Lax; expires=' + expires + '; path=/');
async function enter(name, secret) {
  const bytes = new TextEncoder().encode(name + ':' + secret);
  const answer = await fetch('api/v1/App/user', {
    headers: {
      'Espo-Authorization': btoa(String.fromCharCode(...bytes)),
      'Espo-Authorization-By-Token': 'false',
      'Espo-Authorization-Create-Token-Secret': 'true',
    },
  });
  if (!answer.ok) return show('Wrong username/password');
  const { user, token } = await answer.json();
  localStorage.setItem('auth', btoa(user.userName + ':' + token));
  cookie(token, new Date(Date.now() + 1000 * 86400000).toUTCString());
  show();
}
async function leave() {
  const auth = localStorage.getItem('auth');
  const token = atob(auth).split(':')[1];
  await fetch('api/v1/App/destroyAuthToken', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Espo-Authorization': auth, 'Espo-Authorization-By-Token': 'true' },
    body: JSON.stringify({ token }),
  });
  localStorage.removeItem('auth');
  cookie('', 'Thu, 01 Jan 1970 00:00:01 GMT');
  show();
}
function show(said = '') {
  const auth = localStorage.getItem('auth');
  by('in').hidden = auth === null;
  by('out').hidden = auth !== null;
  by('who').textContent = auth === null ? said : 'Signed in as ' + atob(auth).split(':')[0];
}
by('out').onsubmit = (event) => {
  event.preventDefault();
  const name = by('name').value;
  if (by('password')) enter(name, by('password').value);
  else enter('**oidc', '${OIDC_CODE}' + name);
};
by('in').onclick = leave;
show();
`;

export function homePage({ settings }: Core): string {
  const { applicationName, oidc } = settings;
  const password = '<label>Password <input id="password" type="password"></label> <button>Log in</button>';
  const form = oidc ? '<button>Sign in</button>' : password;
  return `<!doctype html>
<html>
<head>
<title>${applicationName}</title>
</head>
<body>
<p id="who"></p>
<form id="out"><label>Username <input id="name"></label> ${form}</form>
<button id="in">Log Out</button>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
