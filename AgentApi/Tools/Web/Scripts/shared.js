// What several of the page scripts use. Runs in an isolated world: the page's own changes to prototypes are not seen here.
const viewWidth = document.documentElement.clientWidth || innerWidth;

// Text in one line, at most so long.
const short = (text, most) => {
  const line = (text || '').replace(/\s+/g, ' ').trim();
  return line.length > most ? line.slice(0, most - 1) + '…' : line;
};

// False for what a reader of the page does not see: not laid out, invisible, transparent, of no size, clipped away or moved off the page.
const isSeen = (element, style = getComputedStyle(element)) => {
  if (style.display === 'none' || style.visibility !== 'visible' || parseFloat(style.opacity) < 0.05) return false;
  if (style.display === 'contents') return true;
  const box = element.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) {
    // An empty box whose content overflows is seen; one that cuts it off, or is scaled to nothing, is not.
    return !(element.offsetWidth > 1 && element.offsetHeight > 1) && style.overflow === 'visible' && style.position === 'static' && element.childNodes.length > 0 && parseFloat(style.fontSize) > 0;
  }
  if (/rect\((0(px)?,? ?){4}\)|rect\(1px/.test(style.clip) || /inset\((50|100)%\)/.test(style.clipPath)) return false;
  return box.right + scrollX > 0 && box.bottom + scrollY > 0 && box.left + scrollX < Math.max(viewWidth, document.documentElement.scrollWidth) + 4000;
};

// A selector that finds the element again: its id, else the path to the nearest ancestor with one.
const selectorOf = (element) => {
  const parts = [];
  for (let e = element; e && e.nodeType === 1 && parts.length < 6; e = e.parentElement) {
    if (e.id && e.id.length < 60 && document.querySelectorAll('#' + CSS.escape(e.id)).length === 1) {
      parts.unshift('#' + CSS.escape(e.id));
      break;
    }
    const name = e.localName;
    if (name === 'html' || name === 'body') {
      parts.unshift(name);
      break;
    }
    const same = e.parentElement ? [...e.parentElement.children].filter((c) => c.localName === name) : [];
    parts.unshift(same.length > 1 ? `${name}:nth-of-type(${same.indexOf(e) + 1})` : name);
  }
  return parts.join(' > ');
};

// The name assistive technology would say, as far as it can be told from the element itself.
const nameOf = (element) => {
  const byId = (element.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)?.textContent || '').join(' ');
  const label = element.labels && element.labels.length ? [...element.labels].map((l) => l.textContent).join(' ') : '';
  const inner = /^(button|a|summary|option|label)$/.test(element.localName) || element.getAttribute('role') ? (element.innerText || element.textContent) + ' ' + [...element.querySelectorAll('img[alt],svg title')].map((i) => i.getAttribute('alt') || i.textContent).join(' ') : '';
  const value = element.localName === 'input' && /^(submit|button|reset)$/.test(element.type) ? element.value || element.type : '';
  return short([byId, element.getAttribute('aria-label'), label, element.getAttribute('alt'), value, inner, element.getAttribute('title'), element.getAttribute('placeholder')].find((t) => t && t.trim()) || '', 100);
};

// Colours as [red, green, blue, alpha]; the canvas knows every way CSS writes one.
const painter = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
const colours = new Map();
const colourOf = (text) => {
  if (!colours.has(text)) {
    const known = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(text);
    if (known) colours.set(text, [+known[1], +known[2], +known[3], known[4] === undefined ? 1 : +known[4]]);
    else {
      painter.clearRect(0, 0, 1, 1);
      painter.fillStyle = text;
      painter.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = painter.getImageData(0, 0, 1, 1).data;
      colours.set(text, [r, g, b, a / 255]);
    }
  }
  return colours.get(text);
};
const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
const hex = (c) => '#' + c.slice(0, 3).map((v) => Math.round(v).toString(16).padStart(2, '0')).join('');

// What is behind an element's text: the colours of its ancestors laid over each other, on the page's white; null when a picture or gradient is there.
const backgrounds = new Map();
const backgroundOf = (element) => {
  if (!element || element.nodeType !== 1) return matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.documentElement).colorScheme.includes('dark') ? [18, 18, 18, 1] : [255, 255, 255, 1];
  if (!backgrounds.has(element)) {
    const style = getComputedStyle(element);
    const own = colourOf(style.backgroundColor);
    const below = own[3] === 1 ? own : backgroundOf(element.parentElement || element.getRootNode().host);
    backgrounds.set(element, style.backgroundImage !== 'none' ? null : below && over(own, below));
  }
  return backgrounds.get(element);
};
const luminance = (c) => {
  const [r, g, b] = c.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratioOf = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};
