// One row of the resources table. A cell is rendered again only when what it shows has changed.

import { h, patch } from './dom.js';
import { commandButtons } from './commands.js';
import { cpuMeter, memoryMeter } from './meter.js';
import { count, duration, t } from './text.js';
import { stateOf } from './store.js';

const columns = ['name', 'state', 'start', 'cpu', 'memory', 'urls', 'actions'];

export function createRow(resource, open) {
  const cells = Object.fromEntries(columns.map(column => [column, h('td', { role: 'cell', class: `cell-${column}` })]));
  const element = h('tr', { role: 'row', 'data-row': resource.name, onclick: event => {
    if (!event.target.closest('a, button') && !String(getSelection())) open(resource.name);
  } }, Object.values(cells));
  return { element, cells, open };
}

export function updateRow({ element, cells, open }, resource, depth, errorCount) {
  const state = stateOf(resource);
  element.dataset.state = state;
  element.dataset.depth = depth;
  patch(cells.name, JSON.stringify([resource.name, resource.type, resource.pid, errorCount]), () => renderName(resource, open, errorCount));
  patch(cells.state, JSON.stringify([state, resource.reason, resource.waitingFor, resource.exitCode]), () => renderState(resource, state));
  patch(cells.start, JSON.stringify([resource.waitedMilliseconds, resource.startMilliseconds, resource.restarts]), () => renderStart(resource));
  patch(cells.cpu, JSON.stringify([resource.cpuPercent, resource.limits]), () => cpuMeter(resource));
  patch(cells.memory, JSON.stringify([resource.memoryBytes, resource.limits]), () => memoryMeter(resource));
  patch(cells.urls, JSON.stringify(resource.urls), () => renderUrls(resource.urls));
  patch(cells.actions, JSON.stringify(resource.commands), () => commandButtons(resource));
}

function renderName(resource, open, errorCount) {
  const about = [resource.type, resource.pid && t('resources.pid', { pid: resource.pid })].filter(Boolean).join(' · ');
  return h('div', { class: 'name' },
    h('div', {},
      h('button', { class: 'link', type: 'button', onclick: () => open(resource.name) }, resource.name),
      errorCount > 0 && h('a', { class: 'badge', href: `/logs?resource=${encodeURIComponent(resource.name)}&level=Error`, title: t('resources.errorsTitle') },
        t(errorCount === 1 ? 'resources.error' : 'resources.errors', { count: count(errorCount) }))),
    h('span', { class: 'sub' }, about));
}

function renderState(resource, state) {
  return h('div', { class: 'state' },
    h('span', { class: 'state-name' }, h('span', { class: 'dot' }), t(`state.${state}`)),
    why(resource) && h('span', { class: 'sub why', title: why(resource) }, why(resource)));
}

/** The one sentence that explains a state: what it waits for, why it failed, what would install it. */
export function why(resource) {
  if (resource.waitingFor.length > 0) return t('state.waitingFor', { names: resource.waitingFor.join(', ') });
  if (resource.reason) return resource.reason;
  return resource.exitCode ? t('state.exitCode', { code: resource.exitCode }) : null;
}

function renderStart(resource) {
  const parts = [];
  if (resource.startMilliseconds !== undefined)
    parts.push(h('span', {}, t('resources.startedIn', { time: duration(resource.startMilliseconds) })));
  const sub = [];
  if (resource.waitedMilliseconds >= 1) sub.push(t('resources.waitedFor', { time: duration(resource.waitedMilliseconds) }));
  if (resource.restarts > 0) sub.push(h('span', { class: 'restarts' }, t('resources.restarts', { count: resource.restarts })));
  if (sub.length > 0) parts.push(h('span', { class: 'sub' }, sub.flatMap((item, index) => index > 0 ? [' · ', item] : [item])));
  return h('div', { class: 'stack' }, parts);
}

function renderUrls(urls) {
  return h('div', { class: 'stack' }, urls.slice(0, 2).map(link), urls.length > 2 && h('span', { class: 'sub' }, `+${urls.length - 2}`));
}

/** A link where a browser can follow, else plain text. */
export function link(url) {
  const text = url.replace(/^https?:\/\//, '');
  return /^https?:/.test(url) ? h('a', { href: url, target: '_blank', rel: 'noreferrer' }, text) : h('span', {}, url);
}
