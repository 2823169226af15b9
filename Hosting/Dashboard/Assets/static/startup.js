// The start-up page: what waited, what started, and which chain decided when everything was ready.

import { $, h, patch, svg } from './dom.js';
import { duration, t } from './text.js';
import { host, now, ordered, resources, stateOf, watch } from './store.js';
import { isParameter } from './kinds.js';
import './shell.js';

const starting = ['NotStarted', 'Waiting', 'Starting'];
let frame = 0;

function render() {
  frame = 0;
  const isReady = host.readySeconds !== undefined;
  const elapsed = Math.max(0, now() - new Date(host.startedAt));
  const ready = isReady ? host.readySeconds * 1000 : elapsed;
  patch($('summary'), String(isReady || Math.floor(elapsed / 1000)), () => h('span', { class: 'ready' },
    isReady ? t('summary.ready', { time: duration(ready) }) : t('summary.starting', { time: duration(Math.floor(elapsed / 1000) * 1000) })));

  const all = ordered().map(({ resource }) => resource);
  const part = all.filter(resource => !isParameter(resource) && (resource.waitedMilliseconds !== undefined || (!isReady && starting.includes(resource.state))));
  renderPath(all, isReady);
  renderTimeline(part, axis(part, ready), ready, isReady);
  renderNever(all.filter(resource => !part.includes(resource) && !isParameter(resource)));
}

const schedule = () => frame ||= requestAnimationFrame(render);

// Resources that are not waited for may end much later than the rest: the axis ends a little behind the moment of readiness,
// and what lies beyond is marked as later.
function axis(part, ready) {
  const ends = part.map(resource => resource.waitedMilliseconds + (resource.startMilliseconds ?? 0)).filter(end => end <= ready * 1.6);
  return Math.max(ready * 1.04, ...ends.map(end => end * 1.02), 100);
}

function renderPath(all, isReady) {
  const chain = all.filter(resource => resource.onCriticalPath).sort((a, b) => (a.waitedMilliseconds ?? 0) - (b.waitedMilliseconds ?? 0));
  patch($('path'), JSON.stringify(chain.map(resource => [resource.name, resource.startMilliseconds])) + isReady, () => [
    h('h2', {}, t('startup.path')),
    chain.length === 0 ? h('p', { class: 'muted' }, t('startup.notYet')) : h('ol', { class: 'chain' }, chain.map(resource => h('li', {},
      h('a', { href: `/#${encodeURIComponent(resource.name)}` }, resource.name), ' ',
      resource.startMilliseconds !== undefined && h('span', { class: 'muted' }, duration(resource.startMilliseconds))))),
    chain.length > 0 && h('p', { class: 'muted' }, t('startup.pathNote'))]);
}

function renderTimeline(part, end, ready, isReady) {
  const key = JSON.stringify([part.map(resource => [resource.name, resource.waitedMilliseconds, resource.startMilliseconds, stateOf(resource), resource.onCriticalPath]), Math.round(end / 50), isReady]);
  patch($('timeline'), key, () => [ruler(end), ...part.map(resource => row(resource, end, ready, isReady))]);
}

function ruler(end) {
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 120, 300].map(seconds => seconds * 1000).find(value => end / value <= 6) ?? 600_000;
  const ticks = [];
  for (let at = 0; at <= end * 0.97; at += step) ticks.push(at);
  return h('div', { class: 'ruler', 'aria-hidden': 'true' }, h('span'), h('div', { class: 'ticks' }, ticks.map(at => {
    const tick = h('span', { class: 'tick' }, at === 0 ? '0' : duration(at));
    tick.style.left = `${100 * at / end}%`;
    return tick;
  })), h('span'));
}

function row(resource, end, ready, isReady) {
  const waited = resource.waitedMilliseconds;
  const started = resource.startMilliseconds;
  const state = t(`state.${stateOf(resource)}`);
  const isLate = waited !== undefined && waited > end;
  const text = started !== undefined ? duration(started) : isLate ? '' : state;
  const label = started !== undefined
    ? t('startup.row', { name: resource.name, waited: duration(waited), started: duration(started) })
    : t('startup.rowWaiting', { name: resource.name, state });
  return h('div', { class: 'row', 'data-state': stateOf(resource), 'data-critical': String(resource.onCriticalPath), title: label },
    h('a', { class: 'row-name', href: `/#${encodeURIComponent(resource.name)}`, 'aria-label': label }, resource.name),
    bars(waited ?? ready, started, waited === undefined ? null : started ?? (isReady ? end - waited : ready - waited), end),
    h('span', { class: 'row-time' }, isLate ? t('startup.later', { time: duration(waited) }) : text));
}

// waited | starting | ready, as shares of the axis. A start that has not ended yet reaches to now.
function bars(waited, started, startLength, end) {
  const x = value => Math.min(1000, 1000 * value / end);
  const rectangle = (from, to, kind) => to > from && svg('rect', { class: kind, x: x(from), y: 0, width: Math.max(x(to) - x(from), 2), height: 14 });
  return svg('svg', { class: 'bars', viewBox: '0 0 1000 14', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    rectangle(0, waited, 'waited'),
    startLength !== null && rectangle(waited, waited + startLength, started === undefined ? 'starting pending' : 'starting'),
    started !== undefined && rectangle(waited + started, end, 'ready'));
}

function renderNever(others) {
  patch($('never'), JSON.stringify(others.map(resource => [resource.name, resource.state, resource.reason])), () => others.length > 0 && [
    h('h2', {}, t('startup.never')),
    h('ul', {}, others.map(resource => h('li', { 'data-state': stateOf(resource) },
      h('span', { class: 'dot' }), h('a', { href: `/#${encodeURIComponent(resource.name)}` }, resource.name), ' ',
      h('span', { class: 'muted' }, `${t(`state.${stateOf(resource)}`)}${resource.reason ? ` – ${resource.reason}` : ''}`))))]);
}

render();
watch(schedule);
setInterval(() => (host.readySeconds === undefined || [...resources.values()].some(resource => starting.includes(resource.state))) && schedule(), 500);
