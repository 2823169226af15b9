// Looks at how a page is built. arg: { most: findings of each kind }
const MAX_ELEMENTS = 20000;
const most = arg.most;
const all = [...document.querySelectorAll('body, body *')];
const elements = all.slice(0, MAX_ELEMENTS).filter((e) => !/^(script|style|noscript|template|link|meta|br)$/.test(e.localName) && !e.closest('svg *'));
const seen = elements.filter((e) => isSeen(e));
const totals = {};
const take = (kind, found) => {
  totals[kind] = found.length;
  return found.slice(0, most);
};
const ownText = (e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(' ').trim();
const where = (e) => {
  const b = e.getBoundingClientRect();
  return { x: Math.round(b.x + scrollX), y: Math.round(b.y + scrollY), width: Math.round(b.width), height: Math.round(b.height) };
};

// Contrast (WCAG 2.2, 1.4.3) and fonts, of every element with text of its own.
const contrast = [];
const fonts = new Map();
let unknown = 0;
for (const e of seen) {
  const text = ownText(e);
  if (!text) continue;
  const style = getComputedStyle(e);
  const size = parseFloat(style.fontSize);
  const bold = Number(style.fontWeight) >= 700;
  const font = `${short(style.fontFamily.split(',')[0].replace(/["']/g, ''), 60)}|${size}|${style.fontWeight}`;
  fonts.set(font, (fonts.get(font) || 0) + text.length);
  if (e.closest('[disabled],[aria-disabled=true]')) continue;
  const paper = backgroundOf(e);
  if (!paper) { unknown++; continue; }
  let opacity = 1;
  for (let p = e; p; p = p.parentElement) opacity *= parseFloat(getComputedStyle(p).opacity);
  const ink = colourOf(style.color).slice();
  ink[3] *= opacity;
  const ratio = ratioOf(over(ink, paper), paper);
  const required = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
  if (ratio < required) contrast.push({ selector: selectorOf(e), text: short(text, 60), ratio: Math.floor(ratio * 100) / 100, required, colour: hex(over(ink, paper)), background: hex(paper) });
}
contrast.sort((a, b) => a.ratio / a.required - b.ratio / b.required);
const written = [...fonts.values()].reduce((a, b) => a + b, 0) || 1;

// Outline.
const headings = seen.filter((e) => /^h[1-6]$/.test(e.localName) || e.getAttribute('role') === 'heading').map((e) => ({ level: Number(e.getAttribute('aria-level') || e.localName[1]) || 2, text: short(e.innerText, 100) }));
const skipped = headings.filter((h, i) => i > 0 && h.level > headings[i - 1].level + 1).length;
const roles = { main: 'main', nav: 'navigation', aside: 'complementary', search: 'search' };
const landmarkOf = (e) => e.getAttribute('role') || roles[e.localName] || (/^(header|footer)$/.test(e.localName) && !e.closest('article,aside,main,nav,section') ? (e.localName === 'header' ? 'banner' : 'contentinfo') : '') || (/^(form|section)$/.test(e.localName) && (e.hasAttribute('aria-label') || e.hasAttribute('aria-labelledby')) ? (e.localName === 'form' ? 'form' : 'region') : '');
const landmarks = seen.map((e) => [e, landmarkOf(e)]).filter(([, r]) => /^(main|navigation|complementary|search|banner|contentinfo|form|region)$/.test(r)).map(([e, role]) => ({ role, name: short(e.getAttribute('aria-label') || '', 60), selector: selectorOf(e) }));

// Names.
const CONTROL = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[role=link],[role=checkbox],[role=radio],[role=tab],[role=menuitem],[role=switch],[role=textbox],[role=combobox]';
const controls = seen.filter((e) => e.matches(CONTROL));
const unnamed = controls.filter((e) => !nameOf(e)).map((e) => ({ selector: selectorOf(e), kind: e.getAttribute('role') || e.localName }));
const pictures = seen.filter((e) => e.localName === 'img' && !e.hasAttribute('alt') && !/^(presentation|none)$/.test(e.getAttribute('role') || '')).map((e) => ({ selector: selectorOf(e), source: short((e.currentSrc || e.src).replace(/^data:.*/, 'data:'), 120) }));

// Targets smaller than 24 by 24 CSS pixels (WCAG 2.2, 2.5.8); links inside a sentence are exempt.
const inSentence = (e) => e.localName === 'a' && getComputedStyle(e).display === 'inline' && e.parentElement && ownText(e.parentElement).length > 0;
const small = controls.filter((e) => !inSentence(e)).map((e) => [e, where(e)]).filter(([, b]) => b.width < 24 || b.height < 24).map(([e, b]) => ({ selector: selectorOf(e), name: short(nameOf(e), 40), width: b.width, height: b.height }));

// Overlaps: two elements with text or a control, neither inside the other, that lie on each other by more than a little; one of them covers the other's middle.
const boxes = seen.filter((e) => ownText(e) || e.matches(CONTROL)).slice(0, 3000).map((e) => [e, e.getBoundingClientRect()]).filter(([, b]) => b.width > 4 && b.height > 4).sort((a, b) => a[1].top - b[1].top);
const overlaps = [];
for (let i = 0; i < boxes.length && overlaps.length < 200; i++) {
  for (let j = i + 1; j < boxes.length && boxes[j][1].top < boxes[i][1].bottom; j++) {
    const [a, x] = boxes[i];
    const [b, y] = boxes[j];
    if (a.contains(b) || b.contains(a)) continue;
    const width = Math.min(x.right, y.right) - Math.max(x.left, y.left);
    const height = Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top);
    const share = (width * height) / Math.min(x.width * x.height, y.width * y.height);
    if (width > 4 && height > 4 && share > 0.15) overlaps.push({ first: selectorOf(a), second: selectorOf(b), share: Math.round(share * 100) / 100 });
  }
}

// What sticks out to the right, so that the page scrolls sideways; of a chain of elements only the innermost.
const overflow = document.documentElement.scrollWidth - viewWidth;
const wide = overflow > 1 ? seen.filter((e) => e.getBoundingClientRect().right + scrollX > viewWidth + 1 && ![...e.children].some((c) => c.getBoundingClientRect().right + scrollX > viewWidth + 1)) : [];

return {
  url: location.href.slice(0, 2048),
  title: short(document.title, 300),
  language: short(document.documentElement.lang || '', 35),
  elements: all.length,
  notLooked: Math.max(0, all.length - MAX_ELEMENTS),
  viewport: { width: viewWidth, height: innerHeight },
  page: { width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight },
  hasViewportMeta: !!document.querySelector('meta[name=viewport]'),
  contrast: take('contrast', contrast),
  contrastUnknown: unknown,
  fonts: [...fonts].sort((a, b) => b[1] - a[1]).slice(0, 12).map(([f, n]) => ({ family: f.split('|')[0], size: Number(f.split('|')[1]), weight: f.split('|')[2], share: Math.round((n / written) * 1000) / 1000 })),
  headings: take('headings', headings),
  skipped,
  landmarks: take('landmarks', landmarks),
  imagesWithoutAlt: take('imagesWithoutAlt', pictures),
  controlsWithoutName: take('controlsWithoutName', unnamed),
  smallTargets: take('smallTargets', small),
  overlaps: take('overlaps', overlaps),
  overflow: Math.max(0, overflow),
  overflowing: take('overflowing', wide.map((e) => ({ selector: selectorOf(e), right: Math.round(e.getBoundingClientRect().right + scrollX) }))),
  totals,
};
