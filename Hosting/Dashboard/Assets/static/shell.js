// What every page has: theme, shortcuts, notices.

import { $, h, icon } from './dom.js';
import { t } from './text.js';

const pages = { r: '/', u: '/startup', c: '/console', s: '/logs' };

/** Says something to screen readers without moving the focus. */
export function announce(text) {
  $('announce').textContent = text;
}

/** Shows a sentence for some seconds. */
export function toast(text, kind = 'info') {
  const element = h('div', { class: `toast ${kind}` }, h('span', {}, text),
    h('button', { class: 'quiet', type: 'button', 'aria-label': t('close'), onclick: () => element.remove() }, icon('close')));
  $('toasts').append(element);
  while ($('toasts').children.length > 4) $('toasts').firstChild.remove();
  if (kind !== 'error') setTimeout(() => element.remove(), 4000);
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('copied'));
  } catch {
    toast(t('copyFailed'), 'error');
  }
}

/** Opens a modal dialog; resolves to true when its action was chosen. */
export function ask(title, content, action) {
  return new Promise(resolve => {
    const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' },
      h('form', { method: 'dialog' },
        h('h2', { id: 'dialog-title' }, title),
        content,
        h('div', { class: 'buttons' },
          action && h('button', { value: '', type: 'submit' }, t('cancel')),
          h('button', { class: 'primary-action', value: 'yes', type: 'submit' }, action ?? t('close')))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('.primary-action').focus();
  });
}

function toggleTheme() {
  const root = document.documentElement;
  const isDark = getComputedStyle(root).colorScheme === 'dark'
    || (root.dataset.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = isDark ? 'light' : 'dark';
  document.cookie = `localai-theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=strict`;
}

function showHelp() {
  if (document.querySelector('dialog')) return;
  const rows = [
    ['R', t('nav.resources')], ['U', t('nav.startup')], ['C', t('nav.console')], ['S', t('nav.logs')], ['/', t('help.search')],
    ['J K', t('help.rows')], ['P', t('help.pause')], ['D', t('help.theme')], ['Esc', t('help.close')], ['?', t('help.help')],
  ];
  ask(t('help.title'), h('dl', { class: 'keys' }, rows.map(([key, text]) =>
    h('div', {}, h('dt', {}, key.split(' ').map(part => h('kbd', {}, part))), h('dd', {}, text)))));
}

function onKey(event) {
  const typing = event.target.closest('input, select, textarea, dialog');
  if (event.key === 'Escape' && event.target.closest('input')) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
  if (pages[event.key]) location.assign(pages[event.key]);
  else if (event.key === '/') $('search')?.focus();
  else if (event.key === 'd') toggleTheme();
  else if (event.key === 'p') $('pause')?.click();
  else if (event.key === '?') showHelp();
  else if (event.key === 'j' || event.key === 'k') moveRow(event.key === 'j' ? 1 : -1);
  else return;
  event.preventDefault();
}

function moveRow(step) {
  const rows = [...document.querySelectorAll('[data-row]')].filter(row => row.checkVisibility());
  const current = rows.findIndex(row => row.contains(document.activeElement));
  const next = rows[current < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, current + step))];
  next?.querySelector('button')?.focus();
}

$('theme').addEventListener('click', toggleTheme);
$('help').addEventListener('click', showHelp);
document.addEventListener('keydown', onKey);
