// Starts the pages: the look, the clock, the worker, and whoever is signed in.
import './look/colours.css';
import './look/ground.css';
import './look/frame.css';
import './look/buttons.css';
import './look/panels.css';
import './look/marks.css';
import './look/fields.css';
import './look/making.css';
import './look/reading.css';
import './look/alarm.css';
import './look/proof.css';
import './look/paper.css';
import { render } from 'preact';
import { watchLaunch } from './alarm.ts';
import { App } from './app.tsx';
import { startClock } from './feed.ts';
import { loadFont } from './look/font.ts';
import { applyTheme, theme } from './look/theme.ts';
import { begin } from './session.ts';
import { startSending } from './waiting.ts';
import { chosenLanguage, speak } from './words/chosen.ts';

// A page of an older build asks for files that are gone: the new shell has them.
addEventListener('vite:preloadError', () => location.reload());

async function start(): Promise<void> {
  loadFont();
  applyTheme(theme.value);
  startClock();
  startSending();
  watchLaunch();
  await speak(chosenLanguage() ?? 'vi');
  const root = document.getElementById('app');
  if (!root) throw new Error('index.html has no #app');
  render(<App />, root);
  await begin();
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/sw.js');
  } catch (error) {
    console.warn('pages will not open without a link', error);
  }
}

void start();
