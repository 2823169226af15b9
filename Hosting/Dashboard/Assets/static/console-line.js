// One console line as an element: time, resource, text with its colours, matches marked.

import { h } from './dom.js';
import { pieces } from './ansi.js';
import { count, fullTime, t, time } from './text.js';

const hues = 8;

export function renderLine(line, { withName, index, text }) {
  const element = h('div', { class: line.isError ? 'line error' : 'line' },
    h('time', { datetime: line.time, title: fullTime(line.time) }, time(line.time)),
    withName && h('span', { class: `who hue${index % hues}` }, line.resource),
    h('span', { class: 'what' }, pieces(line.text).flatMap(piece => renderPiece(piece, text))));
  return line.skipped ? [h('div', { class: 'line skipped' }, t('console.skipped', { count: count(line.skipped) })), element] : [element];
}

function renderPiece(piece, text) {
  const parts = mark(piece.text, text);
  if (piece.classes.length === 0 && !piece.color && !piece.background) return parts;
  const element = h('span', { class: piece.classes.join(' ') || false }, parts);
  if (piece.background) {
    element.style.backgroundColor = piece.background;
    element.style.color = piece.color ?? '';
  } else if (piece.color) {
    element.classList.add('own');
    element.style.setProperty('--own', piece.color);
  }
  return [element];
}

function mark(value, text) {
  if (!text) return [value];
  const lower = value.toLowerCase();
  const parts = [];
  let at = 0;
  for (let found = lower.indexOf(text); found >= 0; found = lower.indexOf(text, at)) {
    if (found > at) parts.push(value.slice(at, found));
    parts.push(h('mark', {}, value.slice(found, found + text.length)));
    at = found + text.length;
  }
  if (at < value.length) parts.push(value.slice(at));
  return parts;
}
