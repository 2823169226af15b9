// Terminal text to styled pieces: ECMA-48 SGR colours and weights; every other control sequence is dropped.

const sequence = /\x1b(?:\[([0-?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])|[\x00-\x08\x0b-\x1a\x1c-\x1f]/g;

export const strip = text => text.replace(sequence, '');

/** Pieces `{ text, classes, color, background }` in order. */
export function pieces(text) {
  const result = [];
  const style = { classes: new Set(), color: null, background: null };
  let at = 0;
  const push = end => {
    if (end > at) result.push({ text: text.slice(at, end), classes: [...style.classes], color: style.color, background: style.background });
  };
  for (const match of text.matchAll(sequence)) {
    push(match.index);
    at = match.index + match[0].length;
    if (match[2] === 'm') applyCodes(style, match[1]);
  }
  push(text.length);
  return result;
}

const weights = { 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 9: 'strike' };

function applyCodes(style, parameters) {
  const codes = parameters === '' ? [0] : parameters.split(/[;:]/).map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) {
      style.classes.clear();
      style.color = style.background = null;
    } else if (weights[code]) style.classes.add(weights[code]);
    else if (code === 22) ['bold', 'dim'].forEach(name => style.classes.delete(name));
    else if (code === 23) style.classes.delete('italic');
    else if (code === 24) style.classes.delete('underline');
    else if (code === 29) style.classes.delete('strike');
    else if (code >= 30 && code <= 37) setNamed(style, 'fg', code - 30);
    else if (code >= 90 && code <= 97) setNamed(style, 'fg', code - 82);
    else if (code >= 40 && code <= 47) setNamed(style, 'bg', code - 40);
    else if (code >= 100 && code <= 107) setNamed(style, 'bg', code - 92);
    else if (code === 39) setNamed(style, 'fg', null);
    else if (code === 49) setNamed(style, 'bg', null);
    else if (code === 38 || code === 48) i += extended(style, code === 38 ? 'fg' : 'bg', codes.slice(i + 1));
  }
}

function setNamed(style, ground, index, color = null) {
  for (const name of [...style.classes]) if (name.startsWith(ground)) style.classes.delete(name);
  if (index !== null) style.classes.add(`${ground}${index}`);
  if (ground === 'fg') style.color = color;
  else style.background = color;
}

// 5;n is one of 256 colours, 2;r;g;b a colour of its own. Returns how many codes were used.
function extended(style, ground, codes) {
  if (codes[0] === 2) {
    setNamed(style, ground, null, rgb(codes.slice(1, 4)));
    return 4;
  }
  const index = codes[1] ?? 0;
  if (index < 16) setNamed(style, ground, index);
  else if (index < 232) setNamed(style, ground, null, rgb([36, 6, 1].map(unit => cube(Math.floor((index - 16) / unit) % 6))));
  else setNamed(style, ground, null, rgb(Array(3).fill(8 + 10 * (index - 232))));
  return 2;
}

const cube = level => level === 0 ? 0 : 55 + 40 * level;
const rgb = ([r, g, b]) => `rgb(${r & 255} ${g & 255} ${b & 255})`;
