// The console page: lines of one resource or of all, live. Memory and document are bounded.

import { $, h } from './dom.js';
import { strip } from './ansi.js';
import { renderLine } from './console-line.js';
import { connect } from './stream.js';
import { count, t } from './text.js';
import { writes } from './kinds.js';
import './shell.js';

const keptLines = 20_000;
const shownLines = 2_000;
const state = JSON.parse($('state').textContent);
const names = state.resources.filter(writes).map(resource => resource.name);
const view = $('lines');

let kept = [];        // every line, oldest first
let matching = 0;     // how many of them match the filter
let pending = [];     // arrived, not yet in the document
let cursor = '';
let paused = false;
let follow = true;
let frame = 0;
let disconnect = null;
let last = new Map(); // newest number seen, by resource

const chosen = () => $('resource').value;
const filter = () => $('search').value.trim().toLowerCase();
const matches = (line, text) => !text || line.plain.toLowerCase().includes(text) || (chosen() === '*' && line.resource.toLowerCase().includes(text));

function open() {
  disconnect?.();
  kept = [];
  pending = [];
  cursor = '';
  last = new Map();
  follow = true;
  rebuild();
  const path = `/api/console/${encodeURIComponent(chosen())}`;
  $('about').hidden = chosen() === '*';
  $('about').href = `/#${encodeURIComponent(chosen())}`;
  $('download').href = `${path}?format=text&tail=100000`;
  disconnect = connect(() => `${path}/events?tail=5000&after=${encodeURIComponent(cursor)}`, { lines: receive });
}

function receive(lines, id) {
  cursor = id;
  for (const line of lines) {
    const before = last.get(line.resource);
    if (before !== undefined && line.number <= before) continue;
    if (before !== undefined && line.number > before + 1) line.skipped = line.number - before - 1;
    last.set(line.resource, line.number);
    line.plain = strip(line.text);
    pending.push(line);
  }
  if (pending.length > keptLines) pending.splice(0, pending.length - keptLines);
  if (paused) showPaused();
  else frame ||= requestAnimationFrame(flush);
}

function flush() {
  frame = 0;
  const lines = pending;
  pending = [];
  kept.push(...lines);
  if (kept.length > keptLines) {
    kept = kept.slice(-keptLines);
    matching = kept.filter(line => matches(line, filter())).length;
    append(lines.filter(line => matches(line, filter())));
  } else {
    const fresh = lines.filter(line => matches(line, filter()));
    matching += fresh.length;
    append(fresh);
  }
  showCount();
}

function append(lines) {
  const elements = lines.slice(-shownLines).map(line => renderLine(line, { withName: chosen() === '*', index: names.indexOf(line.resource), text: filter() }));
  if (elements.length > 0) view.querySelector('.empty')?.remove();
  view.append(...elements.flat());
  while (view.childElementCount > shownLines) view.firstElementChild.remove();
  if (follow) view.scrollTop = view.scrollHeight;
}

function rebuild() {
  const text = filter();
  const lines = kept.filter(line => matches(line, text));
  matching = lines.length;
  view.replaceChildren();
  append(lines);
  if (lines.length === 0) view.append(h('p', { class: 'empty' }, t(text ? 'console.noMatch' : 'console.empty')));
  showCount();
}

function showCount() {
  $('count').textContent = filter() ? t('console.countMatching', { matching: count(matching), count: count(kept.length) }) : t('console.count', { count: count(kept.length) });
  $('count').title = matching > shownLines ? t('console.cut', { shown: count(shownLines), matching: count(matching) }) : '';
}

function showPaused() {
  $('pause').setAttribute('aria-pressed', String(paused));
  $('pause').textContent = paused ? t('console.resume', { count: count(pending.length) }) : t('console.pause');
}

// Preferences stay with the browser.
function toggle(id, attribute) {
  const button = $(id);
  const set = on => {
    button.setAttribute('aria-pressed', String(on));
    view.toggleAttribute(attribute, on);
    localStorage.setItem(`console.${id}`, on ? '1' : '0');
    if (follow) view.scrollTop = view.scrollHeight;
  };
  set(localStorage.getItem(`console.${id}`) !== '0');
  button.addEventListener('click', () => set(button.getAttribute('aria-pressed') !== 'true'));
}

$('resource').append(h('option', { value: '*' }, t('console.all')), ...names.map(name => h('option', { value: name }, name)));
const asked = new URLSearchParams(location.search).get('resource');
$('resource').value = names.find(name => name.toLowerCase() === asked?.toLowerCase()) ?? '*';
$('resource').addEventListener('change', () => {
  history.replaceState(null, '', chosen() === '*' ? '/console' : `/console?resource=${encodeURIComponent(chosen())}`);
  open();
});
$('search').addEventListener('input', rebuild);
$('pause').addEventListener('click', () => {
  paused = !paused;
  showPaused();
  if (!paused) flush();
});
$('clear').addEventListener('click', () => {
  kept = [];
  pending = [];
  rebuild();
  showPaused();
});
let lastTop = 0;
view.addEventListener('scroll', () => {
  // Only scrolling up ends following: the frame also moves when lines are appended or removed.
  if (view.scrollHeight - view.scrollTop - view.clientHeight < 30) follow = true;
  else if (view.scrollTop < lastTop) follow = false;
  lastTop = view.scrollTop;
  $('newest').hidden = follow;
});
$('newest').addEventListener('click', () => {
  view.scrollTop = view.scrollHeight;
});
toggle('timestamps', 'data-times');
toggle('wrap', 'data-wrap');
open();
