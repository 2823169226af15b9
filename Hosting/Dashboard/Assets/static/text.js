// Texts of the reader's language, and how numbers and times are written.

const strings = JSON.parse(document.getElementById('strings').textContent);

export function t(key, values) {
  const text = strings[key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole) : text;
}

const language = document.documentElement.lang;
const integer = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

export const count = value => integer.format(value);

/** Milliseconds as a reader would say them: 380 ms, 1.2 s, 3 min 5 s. */
export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 100) return `${decimal.format(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Bytes in powers of 1024, with the short names memory limits are written in. */
export function bytes(value) {
  if (value < 1024) return `${value} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let unit = -1;
  do {
    value /= 1024;
    unit++;
  } while (value >= 1000 && unit < units.length - 1);
  return `${value < 10 ? decimal.format(value) : integer.format(value)} ${units[unit]}`;
}

export const percent = value => `${value < 10 ? decimal.format(value) : integer.format(value)} %`;

/** 14:03:07.250 in local time. */
export function time(iso) {
  const date = new Date(iso);
  return `${clock.format(date)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

export const fullTime = iso => dateTime.format(new Date(iso));
