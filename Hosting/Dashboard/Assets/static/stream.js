// Live events. One connection a page: browsers allow six to a host, so a hidden page gives its own back after a while.

import { $ } from './dom.js';
import { t } from './text.js';

const hiddenMilliseconds = 30_000;

/** Opens `url()` and calls handlers by event name; connects again by itself. Returns a function that closes it. */
export function connect(url, handlers) {
  let source = null;
  let retry = 0;
  let hideTimer = 0;

  const open = () => {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(url());
    source.onopen = () => showStatus('live');
    source.onerror = () => {
      showStatus('lost');
      // A dropped connection is opened again by the browser; a refused one is up to us.
      if (source.readyState === EventSource.CLOSED) {
        retry = setTimeout(open, 3000);
        checkSession();
      }
    };
    for (const [name, handle] of Object.entries(handlers))
      source.addEventListener(name, event => handle(JSON.parse(event.data), event.lastEventId));
  };

  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = null;
  };

  const watchVisibility = () => {
    clearTimeout(hideTimer);
    if (document.hidden) {
      hideTimer = setTimeout(() => {
        close();
        showStatus('paused');
      }, hiddenMilliseconds);
    } else if (!source) {
      open();
    }
  };

  document.addEventListener('visibilitychange', watchVisibility);
  open();
  return () => {
    document.removeEventListener('visibilitychange', watchVisibility);
    clearTimeout(hideTimer);
    close();
  };
}

/** Fetches JSON from the API; an error has the server's sentence as its message. */
export async function load(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...options });
  } catch {
    throw new Error(t('command.unreachable'));
  }
  if (response.status === 401) toLogin();
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.detail ?? response.statusText);
  return body;
}

// A new host has a new token: the old login is over and the login page says what to do.
async function checkSession() {
  const response = await fetch('/api/logs/errors', { credentials: 'same-origin' }).catch(() => null);
  if (response?.status === 401) toLogin();
}

function toLogin() {
  location.assign(`/login?return=${encodeURIComponent(location.pathname + location.search)}`);
}

function showStatus(status) {
  const live = $('live');
  if (live.dataset.status === status) return;
  live.dataset.status = status;
  live.querySelector('.live-text').textContent = t(`live.${status}`);
}
