// The pane with everything one log record carries.

import { $, h, icon } from './dom.js';
import { copy } from './shell.js';
import { fullTime, t, time } from './text.js';

const pane = $('details');
let opener = null;

export function showLog(record, filterTrace) {
  if (pane.hidden) opener = document.activeElement;
  const exception = ['exception.type', 'exception.message', 'exception.stacktrace'].map(key => record.attributes[key]).filter(Boolean);
  const attributes = Object.entries(record.attributes).filter(([key]) => !key.startsWith('exception.') && key !== '{OriginalFormat}');
  pane.dataset.level = record.level;
  pane.hidden = false;
  pane.replaceChildren(
    h('div', { class: 'details-head' }, h('h2', {}, h('span', { class: 'level' }, record.level), ' ', record.resource),
      h('button', { class: 'quiet', type: 'button', title: t('close'), 'aria-label': t('close'), onclick: closeLog }, icon('close'))),
    h('pre', { class: 'message' }, record.message),
    ...(exception.length > 0 ? [
      h('div', { class: 'section-head' }, h('h3', {}, t('logs.exception')), copyButton(exception.join('\n'))),
      h('pre', { class: 'exception' }, record.attributes['exception.stacktrace'] ?? exception.join(': '))] : []),
    section(t('logs.record'), [
      [t('logs.time'), `${fullTime(record.time)} (${time(record.time)})`],
      [t('logs.scope'), record.scope], [t('logs.event'), record.eventName],
      [t('logs.trace'), record.traceId, () => h('button', { class: 'link', type: 'button', title: t('logs.sameTrace'), onclick: () => filterTrace(record.traceId) }, record.traceId)],
      [t('logs.span'), record.spanId]]),
    section(t('logs.attributes'), attributes),
    section(t('logs.sender'), Object.entries(record.resourceAttributes)));
  pane.focus();
}

export function closeLog() {
  if (pane.hidden) return;
  pane.hidden = true;
  document.querySelector('[data-selected]')?.removeAttribute('data-selected');
  opener?.focus?.();
}

function section(title, entries) {
  const shown = entries.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return shown.length === 0 ? '' : h('div', {}, h('h3', {}, title), h('dl', { class: 'facts' }, shown.map(([name, value, render]) =>
    h('div', {}, h('dt', {}, name), h('dd', { class: 'code' }, h('span', { class: 'value' }, render ? render() : value), copyButton(value, name))))));
}

function copyButton(value, name = '') {
  return h('button', { class: 'quiet', type: 'button', title: t('copy'), 'aria-label': `${t('copy')} ${name}`.trim(), onclick: () => copy(value) }, icon('copy'));
}

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && !event.target.closest('input, dialog')) closeLog();
});
