// Reads the page's main content. arg: { selector, format: 'markdown' | 'text' | 'html-lite', links: boolean }
const MAX_NODES = 200000;
const MAX_CHARACTERS = 1500000;
const SKIP = new Set(['script', 'style', 'noscript', 'template', 'svg', 'canvas', 'iframe', 'object', 'embed', 'head', 'link', 'meta', 'dialog', 'select', 'datalist', 'audio', 'video', 'map', 'progress', 'meter']);
const ASIDE = new Set(['nav', 'aside', 'footer']);
const ASIDE_ROLE = /^(navigation|complementary|contentinfo|search|menu|menubar|banner|dialog|alertdialog)$/;
const ASIDE_NAME = /(^|[-_ ])(nav|navbar|menu|sidebar|breadcrumbs?|footer|cookie|consent|banner|ads?|advert|promo|social|share|related|newsletter|subscribe|comments?)([-_ ]|$)/i;
const BLOCK = new Set(['p', 'div', 'section', 'article', 'main', 'header', 'footer', 'figure', 'figcaption', 'form', 'fieldset', 'address', 'details', 'summary', 'dl', 'dt', 'dd', 'center', 'nav', 'aside', 'hgroup', 'search']);

const styles = new Map();
const styleOf = (e) => styles.get(e) || (styles.set(e, getComputedStyle(e)), styles.get(e));
const childrenOf = (e) => (e.shadowRoot ? e.shadowRoot.childNodes : e.localName === 'slot' ? (e.assignedNodes().length ? e.assignedNodes() : e.childNodes) : e.childNodes);

// 1. Where the content is: what the caller named, else main or the article, else the element that gathers most text outside links.
let nodes = 0;
const isAside = (e) => ASIDE.has(e.localName) || ASIDE_ROLE.test(e.getAttribute('role') || '') || (e.localName === 'header' && !e.closest('article,main')) || ASIDE_NAME.test(e.className && e.className.baseVal === undefined ? e.className : '') || ASIDE_NAME.test(e.id);
const textLength = (e) => (e.innerText || '').length;
const findMain = () => {
  const named = [...document.querySelectorAll('main,[role=main]')].filter((e) => isSeen(e));
  const articles = [...document.querySelectorAll('article')].filter((e) => isSeen(e));
  const whole = textLength(document.body);
  const candidate = named.length === 1 ? named[0] : articles.length === 1 ? articles[0] : null;
  if (candidate && textLength(candidate) > Math.min(200, whole * 0.2)) return candidate;
  if (articles.length > 1) return document.body;

  // Paragraphs give their parent points by their length; links take them away again.
  const points = new Map();
  for (const p of [...document.querySelectorAll('p,pre,blockquote,td,li')].slice(0, 5000)) {
    const text = p.textContent.trim();
    if (text.length < 25 || p.closest('nav,aside,footer') || !isSeen(p)) continue;
    const linked = [...p.querySelectorAll('a')].reduce((n, a) => n + a.textContent.length, 0);
    const score = 1 + (text.match(/[,、，.。]/g) || []).length + Math.min(3, text.length / 100) - (linked / text.length) * 5;
    for (let e = p.parentElement, share = 1; e && e !== document.documentElement && share > 0.2; e = e.parentElement, share /= 2) points.set(e, (points.get(e) || 0) + score * share);
  }
  const best = [...points].sort((a, b) => b[1] - a[1])[0];
  return best && textLength(best[0]) > whole * 0.4 ? best[0] : document.body;
};
let root;
if (arg.selector) {
  try { root = document.querySelector(arg.selector); } catch { return { error: 'selector is not a CSS selector' }; }
  if (!root) return { error: 'nothing on the page matches the selector' };
} else {
  root = document.body ? findMain() : document.documentElement;
}

// 2. Its text, top to bottom, without what is not seen: also not text in the colour of its background, or too small to read.
const readable = new Map();
const isReadable = (e) => {
  if (!readable.has(e)) {
    const style = styleOf(e);
    const ink = colourOf(style.color);
    const paper = backgroundOf(e);
    const clipped = style.backgroundClip === 'text' || style.webkitBackgroundClip === 'text';
    readable.set(e, parseFloat(style.fontSize) >= 2 && (clipped || (ink[3] > 0.05 && (!paper || style.textShadow !== 'none' || ratioOf(over(ink, paper), paper) > 1.06))));
  }
  return readable.get(e);
};
let characters = 0;
let cut = false;
let hidden = 0;
const links = [];
const html = arg.format === 'html-lite';
const plain = arg.format === 'text';
const escapeHtml = (t) => t.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const target = (a) => (/^https?:/.test(a.href) ? a.href : '');
const escapeMark = (t) => (plain ? t : html ? escapeHtml(t) : t.replace(/([\\`*_[\]<>])/g, '\\$1'));
const put = (t) => { characters += t.length; return t; };

const inline = (node, pre) => {
  if (++nodes > MAX_NODES || characters > MAX_CHARACTERS) { cut = true; return ''; }
  if (node.nodeType === 3 && node.parentElement && node.data.trim() && !isReadable(node.parentElement)) { hidden++; return ''; }
  if (node.nodeType === 3) return put(pre ? node.data : escapeMark(node.data.replace(/[ \t\r\n\f]+/g, ' ')));
  if (node.nodeType !== 1 || SKIP.has(node.localName)) return '';
  const style = styleOf(node);
  if (!isSeen(node, style) && node.localName !== 'br') { hidden++; return ''; }
  const name = node.localName;
  const inside = () => [...childrenOf(node)].map((c) => inline(c, pre)).join('');
  if (name === 'br') return '\n';
  if (name === 'img') {
    const alt = short(node.alt, 200);
    return alt ? put(plain ? alt : html ? `<img alt="${escapeHtml(alt).replace(/"/g, '&quot;')}">` : `![${escapeMark(alt)}]`) : '';
  }
  if (name === 'input') return node.type === 'checkbox' ? (node.checked ? '[x] ' : '[ ] ') : '';
  if (name === 'textarea') return '';
  const text = inside();
  if (plain || pre || !text.trim()) return text;
  const tight = (open, close) => text.replace(/^(\s*)([\s\S]*?)(\s*)$/, (_, a, b, c) => a + open + b + close + c);
  if (name === 'a' && target(node)) {
    if (links.length < 500) links.push({ text: short(node.innerText, 120), url: target(node).slice(0, 500) });
    return html ? tight(`<a href="${escapeHtml(target(node)).replace(/"/g, '&quot;')}">`, '</a>') : arg.links ? tight('[', `](${target(node).replace(/[()]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)})`) : text;
  }
  if (name === 'b' || name === 'strong') return html ? tight('<b>', '</b>') : tight('**', '**');
  if (name === 'i' || name === 'em') return html ? tight('<i>', '</i>') : tight('*', '*');
  if (name === 'code' || name === 'kbd' || name === 'samp') return html ? tight('<code>', '</code>') : '`' + node.innerText.replace(/`/g, "'") + '`';
  if (name === 'del' || name === 's') return html ? tight('<s>', '</s>') : tight('~~', '~~');
  return text;
};

const isBlock = (e) => BLOCK.has(e.localName) || /^(h[1-6]|ul|ol|li|table|pre|blockquote|hr|tr|td|th|tbody|thead)$/.test(e.localName) || /^(block|flex|grid|table|list-item|flow-root)$/.test(styleOf(e).display);
const tidy = (t) => t.replace(/[ \t]*\n[ \t]*/g, '\n').replace(/[ \t]{2,}/g, ' ').trim();
const indent = (t, first, rest) => t.split('\n').map((l, i) => (i ? (l ? rest : '') : first) + l).join('\n');
const cells = (row) => [...row.children].filter((c) => /^(td|th)$/.test(c.localName) && isSeen(c)).map((c) => tidy([...childrenOf(c)].map((n) => inline(n)).join('')).replace(/\n+/g, ' ').replace(/\|/g, plain || html ? '|' : '\\|'));

const table = (e) => {
  const rows = [...e.querySelectorAll('tr')].filter((r) => r.closest('table') === e && isSeen(r)).slice(0, 2000).map((r) => ({ head: [...r.children].every((c) => c.localName === 'th'), cells: cells(r) })).filter((r) => r.cells.some(Boolean));
  if (!rows.length) return [];
  const widest = Math.max(...rows.map((r) => r.cells.length));
  if (html) return ['<table>' + rows.map((r) => '<tr>' + r.cells.map((c) => (r.head ? `<th>${c}</th>` : `<td>${c}</td>`)).join('') + '</tr>').join('') + '</table>'];
  if (plain) return [rows.map((r) => r.cells.join('\t')).join('\n')];
  if (widest === 1) return rows.map((r) => r.cells[0]);
  const line = (c) => '| ' + [...c, ...Array(widest - c.length).fill('')].join(' | ') + ' |';
  return [[line(rows[0].cells), '|' + ' --- |'.repeat(widest), ...rows.slice(1).map((r) => line(r.cells))].join('\n')];
};

const list = (e) => {
  let n = Number(e.getAttribute('start')) || 1;
  const items = [...childrenOf(e)].filter((c) => c.nodeType === 1 && isSeen(c, styleOf(c))).map((c) => {
    const body = blocks(c).join('\n');
    if (!body) return '';
    if (html) return `<li>${body}</li>`;
    const mark = e.localName === 'ol' ? `${n++}. ` : '- ';
    return indent(body, mark, ' '.repeat(mark.length));
  }).filter(Boolean);
  return items.length ? [html ? `<${e.localName}>${items.join('')}</${e.localName}>` : items.join('\n')] : [];
};

// The blocks of an element: paragraphs, headings, lists, tables.
const blocks = (element, depth = 0) => {
  const out = [];
  let run = '';
  const flush = () => {
    const text = tidy(run);
    if (text) out.push(text);
    run = '';
  };
  for (const node of childrenOf(element)) {
    if (cut) break;
    if (node.nodeType !== 1 || SKIP.has(node.localName) || !isBlock(node)) { run += inline(node); continue; }
    if (++nodes > MAX_NODES || depth > 200) { cut = true; break; }
    if (!isSeen(node, styleOf(node))) { hidden++; continue; }
    flush();
    const name = node.localName;
    if (!arg.selector && depth < 200 && node !== root && isAside(node)) continue;
    if (/^h[1-6]$/.test(name)) {
      const text = tidy([...childrenOf(node)].map((c) => inline(c)).join('')).replace(/\n+/g, ' ');
      if (text) out.push(plain ? text : html ? `<${name}>${text}</${name}>` : '#'.repeat(Number(name[1])) + ' ' + text);
    } else if (name === 'ul' || name === 'ol') out.push(...list(node));
    else if (name === 'table') out.push(...table(node));
    else if (name === 'pre') {
      const text = put(node.innerText.replace(/\s+$/, ''));
      if (text) out.push(plain ? text : html ? `<pre>${escapeHtml(text)}</pre>` : '```\n' + text.replace(/```/g, "'''") + '\n```');
    } else if (name === 'blockquote') {
      const text = blocks(node, depth + 1).join('\n\n');
      if (text) out.push(html ? `<blockquote>${text}</blockquote>` : plain ? text : indent(text, '> ', '> '));
    } else if (name === 'hr') out.push(plain ? '' : html ? '<hr>' : '---');
    else if (html && name === 'p') {
      const text = blocks(node, depth + 1).join(' ');
      if (text) out.push(`<p>${text}</p>`);
    } else out.push(...blocks(node, depth + 1));
  }
  flush();
  return out.filter((t) => t !== '');
};

const content = (/^(ul|ol)$/.test(root.localName) ? list(root) : root.localName === 'table' ? table(root) : blocks(root)).join('\n\n');
const seen = new Set();
const meta = (name) => document.querySelector(`meta[name="${name}"],meta[property="${name}"]`)?.content || '';
return {
  url: location.href.slice(0, 2048),
  title: short(document.title || meta('og:title') || document.querySelector('h1')?.innerText || '', 300),
  language: short(document.documentElement.lang || '', 35),
  description: short(meta('description') || meta('og:description'), 500),
  mediaType: document.contentType,
  content,
  cut,
  hidden,
  links: links.filter((l) => l.text && !seen.has(l.url) && seen.add(l.url)).slice(0, 100),
};
