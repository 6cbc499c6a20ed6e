// The page before the pages: name of the thing, its band, one form, and the language.
import type { ComponentChildren } from 'preact';
import { about } from '../session.ts';
import { chooseLanguage, words } from '../words/chosen.ts';

export function Gate({ title, children }: { title: string; children: ComponentChildren }) {
  const told = words.value;
  return (
    <div class="gate-page">
      <header class="gate-head">
        <img src="/icon.svg" width="64" height="64" alt="" />
        <p class="gate-name">Loa</p>
        <p>{told.session.welcome}</p>
      </header>
      <main id="main" class="gate-main">
        <h1>{title}</h1>
        {children}
        <p class="gate-foot">
          <button type="button" class="link" onClick={() => void chooseLanguage(told.code === 'vi' ? 'en' : 'vi')}>
            {told.code === 'vi' ? 'English' : 'Tiếng Việt'}
          </button>
          {about.value && <span>{told.more.version(about.value.version)}</span>}
        </p>
        {about.value?.demo && <p class="demo">{told.demoStrip}</p>}
      </main>
    </div>
  );
}
