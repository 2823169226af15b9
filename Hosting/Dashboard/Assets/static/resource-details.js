// The pane with everything known of one resource.

import { $, h, icon, patch } from './dom.js';
import { commandButtons } from './commands.js';
import { cpuMeter, memoryMeter, sparkline } from './meter.js';
import { copy, toast } from './shell.js';
import { load } from './stream.js';
import { duration, bytes, fullTime, t } from './text.js';
import { dependants, resources, samples, stateOf } from './store.js';
import { link, why } from './resource-row.js';

const pane = $('details');
let shown = null;
let environment = null;
let environmentPid;
let revealed = false;
let opener = null;

export async function showDetails(name) {
  const resource = resources.get(name);
  if (!resource) return;
  if (pane.hidden) opener = document.activeElement;
  shown = name;
  revealed = false;
  history.replaceState(null, '', `#${encodeURIComponent(name)}`);
  pane.hidden = false;
  build(resource);
  await loadEnvironment(resource, () => pane.focus());
}

// The environment is of one start of the process: a restart may give another.
async function loadEnvironment({ name, pid }, meanwhile) {
  environment = null;
  environmentPid = pid;
  refreshDetails();
  meanwhile?.();
  try {
    const full = await load(`/api/resources/${encodeURIComponent(name)}`);
    if (shown === name) environment = full.environment ?? {};
  } catch (error) {
    toast(t('failed.load', { reason: error.message }), 'error');
  }
  refreshDetails();
}

function closeDetails() {
  if (pane.hidden) return;
  pane.hidden = true;
  shown = null;
  history.replaceState(null, '', location.pathname);
  opener?.focus?.();
  refreshRows();
}

function build(resource) {
  const name = encodeURIComponent(resource.name);
  pane.replaceChildren(
    h('div', { class: 'details-head' },
      h('h2', {}, resource.name),
      h('button', { class: 'quiet', type: 'button', title: t('close'), 'aria-label': t('close'), onclick: closeDetails }, icon('close'))),
    h('div', { class: 'buttons', 'data-part': 'commands' }),
    h('p', { class: 'buttons links' },
      h('a', { href: `/console?resource=${name}` }, t('details.console')),
      h('a', { href: `/logs?resource=${name}` }, t('details.logs')),
      h('a', { href: `/api/resources/${name}`, target: '_blank' }, t('details.json'))),
    h('div', { 'data-part': 'facts' }),
    h('h3', {}, t('details.usage')),
    h('div', { 'data-part': 'usage', class: 'usage' }),
    h('div', { 'data-part': 'limits' }),
    h('div', { 'data-part': 'environment' }));
}

/** Brings the pane up to date; called with every change. */
export function refreshDetails() {
  refreshRows();
  const resource = resources.get(shown);
  if (!resource) return;
  pane.dataset.state = stateOf(resource);
  patch(part('commands'), JSON.stringify(resource.commands), () => commandButtons(resource, true));
  const facts = factsOf(resource);
  patch(part('facts'), JSON.stringify(facts), () => list(facts));
  const history = samples.get(resource.name) ?? [];
  patch(part('usage'), JSON.stringify([resource.version, history]), () => [
    figure('CPU', cpuMeter(resource), history.map(sample => sample.cpu), (resource.limits?.cpus ?? 0) * 100),
    figure(t('resources.memory'), memoryMeter(resource), history.map(sample => sample.memory), resource.limits?.memoryBytes)]);
  const limits = limitsOf(resource);
  patch(part('limits'), JSON.stringify(limits), () => list(limits));
  if (resource.pid !== environmentPid) loadEnvironment(resource);
  patch(part('environment'), JSON.stringify([environment, revealed]), renderEnvironment);
}

function refreshRows() {
  for (const row of document.querySelectorAll('[data-row]'))
    row.toggleAttribute('data-selected', row.dataset.row === shown);
}

const part = name => pane.querySelector(`[data-part=${name}]`);

function factsOf(resource) {
  return [
    [t('details.state'), t(`state.${stateOf(resource)}`), 'state'],
    [t('details.health'), resource.health],
    [t('details.reason'), why(resource), 'reason'],
    [t('details.type'), resource.type],
    [t('details.parent'), resource.parent],
    [t('details.pid'), resource.pid],
    [t('details.exitCode'), resource.exitCode],
    [t('details.source'), resource.source, 'code'],
    [t('details.urls'), resource.urls, 'urls'],
    [t('details.startedAt'), resource.startedAt && fullTime(resource.startedAt)],
    [t('details.waited'), resource.waitedMilliseconds !== undefined && duration(resource.waitedMilliseconds)],
    [t('details.startedIn'), resource.startMilliseconds !== undefined && duration(resource.startMilliseconds)],
    [t('details.restarts'), String(resource.restarts)],
    [t('details.dependsOn'), resource.dependsOn, 'resources'],
    [t('details.dependants'), dependants(resource.name), 'resources'],
  ].filter(([, value]) => Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== false);
}

function limitsOf({ limits }) {
  if (!limits) return [[t('details.limitCpu'), t('resources.noLimit')], [t('details.limitMemory'), t('resources.noLimit')]];
  const withReserve = (value, reserve) => [value ?? t('resources.noLimit'), reserve && t('details.reserved', { value: reserve })].filter(Boolean).join(' · ');
  return [
    [t('details.limitCpu'), withReserve(limits.cpus && t('resources.cores', { count: limits.cpus }), limits.cpuReservation && t('resources.cores', { count: limits.cpuReservation }))],
    [t('details.limitMemory'), withReserve(limits.memoryBytes && bytes(limits.memoryBytes), limits.memoryReservation && bytes(limits.memoryReservation))],
    [t('details.enforcement'), limits.enforced ? limits.enforcement : t('details.notEnforced'), limits.enforced ? '' : 'advisory'],
  ];
}

function list(facts) {
  return h('dl', { class: 'facts' }, facts.map(([name, value, kind]) => h('div', {}, h('dt', {}, name), h('dd', { class: kind || false }, content(value, kind)))));
}

function content(value, kind) {
  if (kind === 'urls') return value.map(url => h('div', {}, link(url)));
  if (kind === 'resources') return value.map(name => resources.has(name) ? h('button', { class: 'link tag', type: 'button', onclick: () => showDetails(name) }, name) : h('span', { class: 'tag' }, name));
  if (kind === 'state') return [h('span', { class: 'dot' }), value];
  return String(value);
}

function figure(name, meter, values, limit) {
  return h('figure', {}, h('figcaption', {}, name), meter, values.length > 1 ? sparkline(values, limit || null) : null);
}

function renderEnvironment() {
  const entries = Object.entries(environment ?? {}).sort(([a], [b]) => a.localeCompare(b));
  const head = h('div', { class: 'section-head' }, h('h3', {}, t('details.environment')), entries.length > 0 && [
    h('button', { class: 'quiet text', type: 'button', 'aria-pressed': String(revealed), onclick: () => {
      revealed = !revealed;
      refreshDetails();
    } }, t(revealed ? 'details.hide' : 'details.reveal')),
    h('button', { class: 'quiet text', type: 'button', onclick: () => copy(entries.map(([key, value]) => `${key}=${quote(value)}`).join('\n')) }, t('details.copyAll'))]);
  if (entries.length === 0) return [head, environment && h('p', { class: 'muted' }, t('details.noEnvironment'))];
  return [head, h('dl', { class: 'facts environment' }, entries.map(([key, value]) => h('div', {},
    h('dt', {}, key),
    h('dd', { class: 'code' }, h('span', { class: 'value' }, revealed ? value : '••••••••'),
      h('button', { class: 'quiet', type: 'button', title: t('copy'), 'aria-label': `${t('copy')} ${key}`, onclick: () => copy(value) }, icon('copy'))))))];
}

const quote = value => /^[\w./:@%+,-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && !event.target.closest('input, dialog')) closeDetails();
});
