// The structured logs page: newest first, filtered by the server, live.

import { $, h } from './dom.js';
import { connect, load } from './stream.js';
import { count, t, time, fullTime } from './text.js';
import { closeLog, showLog } from './log-details.js';
import { toast } from './shell.js';
import { writes } from './kinds.js';

const shownRows = 1_000;
const pageSize = 200;
const state = JSON.parse($('state').textContent);
const fields = { resource: $('resource'), level: $('level'), search: $('search'), traceId: $('trace') };
const body = $('rows');

let disconnect = null;
let lastId = 0;
let before = null;
let keptCount = 0;
let capacity = 0;
let paused = false;
let pending = [];
let typing = 0;
let generation = 0;

function parameters(more) {
  const values = new URLSearchParams();
  for (const [name, field] of Object.entries(fields)) if (field.value.trim()) values.set(name, field.value.trim());
  for (const [name, value] of Object.entries(more ?? {})) values.set(name, value);
  return values;
}

async function open() {
  const mine = ++generation;
  disconnect?.();
  disconnect = null;
  pending = [];
  closeLog();
  const address = parameters().toString();
  history.replaceState(null, '', address ? `/logs?${address}` : '/logs');
  try {
    const page = await load(`/api/logs?${parameters({ limit: pageSize })}`);
    if (mine !== generation) return;
    body.replaceChildren(...newestFirst(page.items).map(row));
    lastId = page.lastId;
    keptCount = page.kept;
    capacity = page.capacity;
    showPage(page);
    disconnect = connect(() => `/api/logs/events?${parameters({ after: lastId })}`, { logs: receive });
  } catch (error) {
    toast(t('failed.load', { reason: error.message }), 'error');
  }
}

async function loadOlder() {
  try {
    const page = await load(`/api/logs?${parameters({ limit: pageSize, before })}`);
    for (const record of newestFirst(page.items)) insertFromBottom(row(record));
    showPage(page);
  } catch (error) {
    toast(t('failed.load', { reason: error.message }), 'error');
  }
}

function showPage(page) {
  before = page.before ?? null;
  $('older').hidden = before === null || body.childElementCount >= shownRows;
  showSummary();
}

function receive(records) {
  for (const record of records) {
    if (record.id <= lastId) continue;
    lastId = record.id;
    keptCount++;
    pending.push(record);
  }
  if (pending.length > shownRows) pending.splice(0, pending.length - shownRows);
  if (paused) showPaused();
  else flush();
}

function flush() {
  for (const record of newestFirst(pending)) insertFromTop(row(record));
  pending = [];
  while (body.childElementCount > shownRows) {
    body.lastElementChild.remove();
    $('older').hidden = true;
  }
  showSummary();
  showPaused();
}

// Services send in batches of their own: records arrive out of order by seconds, and are shown by their time.
const newestFirst = records => records.toSorted((a, b) => new Date(b.time) - new Date(a.time) || b.id - a.id);

function insertFromTop(element) {
  let next = body.firstElementChild;
  while (next && next.time > element.time) next = next.nextElementSibling;
  body.insertBefore(element, next);
}

function insertFromBottom(element) {
  let previous = body.lastElementChild;
  while (previous && previous.time < element.time) previous = previous.previousElementSibling;
  body.insertBefore(element, previous ? previous.nextElementSibling : body.firstElementChild);
}

function showSummary() {
  $('empty').hidden = body.childElementCount > 0;
  $('summary').textContent = t('logs.kept', { count: count(Math.min(keptCount, capacity)) });
}

function showPaused() {
  $('pause').setAttribute('aria-pressed', String(paused));
  $('pause').textContent = paused ? t('console.resume', { count: count(pending.length) }) : t('console.pause');
}

function row(record) {
  const open = () => {
    for (const other of body.querySelectorAll('[data-selected]')) other.removeAttribute('data-selected');
    element.setAttribute('data-selected', '');
    showLog(record, traceId => {
      fields.traceId.value = traceId;
      openSoon(0);
    });
  };
  const hasException = 'exception.type' in record.attributes || 'exception.message' in record.attributes;
  const element = h('tr', { role: 'row', 'data-row': record.id, 'data-level': record.level, onclick: event => {
    if (!event.target.closest('a, button') && !String(getSelection())) open();
  } },
  h('td', { role: 'cell', class: 'cell-time' }, h('time', { datetime: record.time, title: fullTime(record.time) }, time(record.time))),
  h('td', { role: 'cell', class: 'cell-level' }, h('span', { class: 'level' }, record.level)),
  h('td', { role: 'cell', class: 'cell-resource' }, record.resource),
  h('td', { role: 'cell', class: 'cell-message' }, h('button', { class: 'link plain', type: 'button', onclick: open }, record.message || record.eventName || '–'),
    hasException && h('span', { class: 'sub exception' }, [record.attributes['exception.type'], record.attributes['exception.message']].filter(Boolean).join(': '))),
  h('td', { role: 'cell', class: 'cell-trace' }, record.traceId && h('button', { class: 'link', type: 'button', title: t('logs.sameTrace'), onclick: () => {
    fields.traceId.value = record.traceId;
    openSoon(0);
  } }, record.traceId.slice(0, 7))));
  element.time = Date.parse(record.time);
  return element;
}

function openSoon(milliseconds) {
  clearTimeout(typing);
  typing = setTimeout(open, milliseconds);
}

fields.resource.append(...state.resources.filter(writes).map(resource => h('option', {}, resource.name)));
for (const option of fields.level.options) {
  const level = option.value;
  if (!level) continue;
  // The value is fixed first: without one it would follow the text.
  option.value = level;
  option.textContent = t('logs.andAbove', { level });
}
const asked = new URLSearchParams(location.search);
for (const [name, field] of Object.entries(fields)) {
  const value = asked.get(name);
  if (value && field.tagName === 'SELECT' && ![...field.options].some(option => option.value === value)) field.append(h('option', {}, value));
  if (value) field.value = value;
  field.addEventListener(field.tagName === 'SELECT' ? 'change' : 'input', () => openSoon(field.tagName === 'SELECT' ? 0 : 250));
}
$('older').addEventListener('click', loadOlder);
$('pause').addEventListener('click', () => {
  paused = !paused;
  if (paused) showPaused();
  else flush();
});
open();
