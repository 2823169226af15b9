// The resources page: summary, filters, table.

import { $, h, patch } from './dom.js';
import { announce } from './shell.js';
import { bytes, count, duration, percent, t } from './text.js';
import { errors, host, now, ordered, resources, stateOf, watch } from './store.js';
import { isParameter } from './kinds.js';
import { createRow, updateRow } from './resource-row.js';
import { refreshDetails, showDetails } from './resource-details.js';

const stateOrder = ['Running', 'Starting', 'Waiting', 'Unhealthy', 'Failed', 'FailedToStart', 'Stopping', 'Exited', 'Finished', 'NotStarted', 'Absent'];
const rows = new Map();
const sortKeys = { cpu: resource => resource.cpuPercent ?? -1, memory: resource => resource.memoryBytes ?? -1 };
let chosenState = '';
let sortedBy = '';
let order = [];
let showsParameters = false;
let frame = 0;

function render() {
  frame = 0;
  renderSummary();
  renderFilters();
  renderRows();
  refreshDetails();
}

const schedule = () => frame ||= requestAnimationFrame(render);

function renderSummary() {
  const all = [...resources.values()];
  const cpu = all.reduce((sum, resource) => sum + (resource.cpuPercent ?? 0), 0);
  const memory = all.reduce((sum, resource) => sum + (resource.memoryBytes ?? 0), 0);
  const ready = host.readySeconds === undefined
    ? t('summary.starting', { time: duration(Math.max(0, Math.floor((now() - new Date(host.startedAt)) / 1000) * 1000)) })
    : t('summary.ready', { time: duration(host.readySeconds * 1000) });
  const parts = [ready, t('summary.cpu', { value: percent(cpu) }), t('summary.memory', { value: bytes(memory) })];
  patch($('summary'), parts.join('|'), () => parts.map((part, index) => h('span', { class: index === 0 ? 'ready' : '' }, part)));
}

function renderFilters() {
  const counts = new Map();
  const processes = [...resources.values()].filter(resource => !isParameter(resource));
  for (const resource of processes) counts.set(stateOf(resource), (counts.get(stateOf(resource)) ?? 0) + 1);
  if (chosenState && !counts.has(chosenState)) chosenState = '';
  const states = stateOrder.filter(state => counts.has(state));
  patch($('states'), JSON.stringify([chosenState, ...counts]), () => [
    chip('', t('resources.all'), processes.length), ...states.map(state => chip(state, t(`state.${state}`), counts.get(state)))]);

  const types = [...new Set([...resources.values()].map(resource => resource.type))].sort();
  const select = $('type');
  if (select.options.length !== types.length + 1)
    select.append(...types.slice(select.options.length - 1).map(type => h('option', {}, type)));
}

function chip(state, text, number) {
  return h('button', { type: 'button', class: 'chip', 'aria-pressed': String(state === chosenState), 'data-state': state || false,
    onclick: () => {
      chosenState = state === chosenState ? '' : state;
      render();
    } }, state && h('span', { class: 'dot' }), text, h('span', { class: 'number' }, count(number)));
}

function renderRows() {
  const body = $('rows');
  const text = $('search').value.trim().toLowerCase();
  const type = $('type').value;
  let shown = 0;
  let previous = null;
  for (const { resource, depth } of arranged()) {
    let row = rows.get(resource.name);
    if (!row) rows.set(resource.name, row = createRow(resource, name => showDetails(name)));
    updateRow(row, resource, depth, errors[resource.name] ?? 0);
    const next = previous ? previous.nextSibling : body.firstChild;
    if (next !== row.element) body.insertBefore(row.element, next);
    previous = row.element;
    const folded = isParameter(resource) && !showsParameters && type !== resource.type && !text;
    const visible = !folded && (!chosenState || stateOf(resource) === chosenState) && (!type || resource.type === type) && matches(resource, text);
    row.element.hidden = !visible;
    shown += visible;
  }
  $('empty').hidden = shown > 0;
  const parameters = [...resources.values()].filter(isParameter).length;
  $('parameters').hidden = parameters === 0;
  $('parameters').setAttribute('aria-expanded', String(showsParameters));
  $('parameters').textContent = t(showsParameters ? 'resources.hideParameters' : 'resources.showParameters', { count: count(parameters) });
}

// As declared, children below their parents; or flat by use. A row does not move away from under the pointer.
function arranged() {
  if (!sortedBy) return ordered();
  if (order.length !== resources.size || !$('rows').matches(':hover'))
    order = [...resources.values()].sort((a, b) => sortKeys[sortedBy](b) - sortKeys[sortedBy](a)).map(resource => resource.name);
  return order.map(name => ({ resource: resources.get(name), depth: 0 }));
}

function sortBy(key) {
  sortedBy = sortedBy === key ? '' : key;
  order = [];
  for (const button of document.querySelectorAll('.sort'))
    button.closest('th').setAttribute('aria-sort', button.dataset.sort === sortedBy ? 'descending' : 'none');
  renderRows();
}

const matches = (resource, text) => !text
  || [resource.name, resource.type, resource.source ?? '', resource.reason ?? '', ...resource.urls].some(value => value.toLowerCase().includes(text));

$('parameters').addEventListener('click', () => {
  showsParameters = !showsParameters;
  renderRows();
});
$('search').addEventListener('input', renderRows);
for (const button of document.querySelectorAll('.sort')) button.addEventListener('click', () => sortBy(button.dataset.sort));
$('type').addEventListener('change', renderRows);
render();
if (location.hash) showDetails(decodeURIComponent(location.hash.slice(1)));
watch((resource, before) => {
  if (resource && before && stateOf(before) !== stateOf(resource)) announce(`${resource.name}: ${t(`state.${stateOf(resource)}`)}`);
  schedule();
});
setInterval(() => host.readySeconds === undefined && renderSummary(), 1000);
