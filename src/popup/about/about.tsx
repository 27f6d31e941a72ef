/** The view "About". */
import changes from '../../../CHANGELOG.md?raw';
import { language, say } from '../../shared/say';

/** Which version this is, what has changed, and whose work it stands on. */
export function About() {
  const { version } = chrome.runtime.getManifest();
  const { locale, rtl } = language();
  return (
    <>
      <h1 tabIndex={-1}>{say('view_about')}</h1>
      <section class="card" aria-labelledby="version">
        <h2 id="version">{say('about_version', { version })}</h2>
        <p>{say('description')}</p>
        <p>{say('first_where')}</p>
      </section>
      <section class="card" aria-labelledby="changed" lang="en" dir="ltr">
        <h2 id="changed" lang={locale} dir={rtl ? 'rtl' : 'ltr'}>
          {say('about_changed')}
        </h2>
        {versionsOf(changes).map(({ name, lines }) => (
          <section key={name} aria-label={name}>
            <h3>{name}</h3>
            <ul>
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </section>
        ))}
      </section>
      <section class="card" aria-labelledby="licences">
        <h2 id="licences">{say('about_licences')}</h2>
        <p>
          <a href="/licences.txt" target="_blank" rel="noreferrer">
            {say('about_licencesLink')}
          </a>
        </p>
      </section>
    </>
  );
}

/** The changelog as its versions with their lines. */
export function versionsOf(text: string): { name: string; lines: string[] }[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [name = '', ...lines] = part.trim().split('\n');
      return { name, lines: lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2)) };
    });
}
