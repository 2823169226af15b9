// Use against limit as a small bar, and as a line over time.

import { h, svg } from './dom.js';
import { bytes, percent, t } from './text.js';

/** CPU of one resource: percent of a core as text, share of the limit as bar. */
export function cpuMeter(resource) {
  const limit = resource.limits?.cpus;
  return meter('CPU', resource.cpuPercent, percent, limit ? limit * 100 : null,
    limit ? t('resources.cores', { count: limit }) : null, resource.limits);
}

export function memoryMeter(resource) {
  const limit = resource.limits?.memoryBytes;
  return meter(t('resources.memory'), resource.memoryBytes, bytes, limit, limit ? bytes(limit) : null, resource.limits);
}

function meter(name, value, format, limit, limitText, limits) {
  if (value === undefined) return limitText ? h('span', { class: 'meter-limit' }, `≤ ${limitText}`) : h('span', { class: 'muted' }, '–');
  const share = limit ? Math.min(1, value / limit) : 0;
  const title = limitText
    ? `${t('resources.of', { used: format(value), limit: limitText })} · ${limits.enforced ? limits.enforcement : t('resources.advisory')}`
    : t('resources.noLimit');
  const bar = svg('svg', { class: 'bar', viewBox: '0 0 100 4', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'bar-track', width: 100, height: 4 }),
    svg('rect', { class: 'bar-fill', width: Math.max(share * 100, value > 0 ? 1 : 0), height: 4 }));
  return h('div', { class: `meter ${limit ? level(share) : 'unlimited'} ${limits && !limits.enforced ? 'advisory' : ''}`, title, 'aria-label': `${name}: ${title}`, role: 'img' },
    h('span', { class: 'meter-text' }, format(value), limitText && h('span', { class: 'meter-limit' }, ` / ${limitText}`)), bar);
}

function level(share) {
  return share >= 0.9 ? 'high' : share >= 0.7 ? 'raised' : 'normal';
}

/** The last samples as a line; its top is the limit when there is one, else the highest sample. */
export function sparkline(values, limit) {
  const top = Math.max(limit ?? 0, ...values, 1);
  const step = 200 / Math.max(values.length - 1, 1);
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${(40 - 38 * value / top).toFixed(1)}`).join(' ');
  return svg('svg', { class: 'spark', viewBox: '0 0 200 42', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('polygon', { points: `0,42 ${points} ${((values.length - 1) * step).toFixed(1)},42` }),
    svg('polyline', { points }));
}
