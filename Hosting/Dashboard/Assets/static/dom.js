// Elements without a framework. Text always goes in as text, never as markup.

/** Creates an element. Properties named on… are listeners, those in `attributes` form (with "-" or role…) are set as attributes. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  apply(element, props);
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Creates an SVG element. */
export function svg(tag, props, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  apply(element, props);
  element.append(...children.flat().filter(Boolean));
  return element;
}

function apply(element, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.setAttribute('class', value);
    else element.setAttribute(name, value === true ? '' : value);
  }
}

/** Renders the content of an element only when `key` has changed since the last time; keeps the focus inside when it was there. */
export function patch(element, key, render) {
  if (element.patchKey === key) return;
  element.patchKey = key;
  const hadFocus = element.contains(document.activeElement) && document.activeElement !== element;
  element.replaceChildren(...[render()].flat().filter(child => child !== null && child !== undefined && child !== false));
  if (hadFocus) (element.querySelector('button, a') ?? element).focus();
}

export const $ = id => document.getElementById(id);

const paths = {
  start: 'M5 3.500l7 4.500-7 4.500z',
  stop: 'M4.500 4.500h7v7h-7z',
  restart: 'M13 8a5 5 0 1 1-1.500-3.600M13 2v3h-3',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M6 6h7v7H6zM3.500 10H3V3h7v.5',
};

export function icon(name) {
  return svg('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: paths[name] }));
}
