// Does one thing with the element that find.js found last. arg: { action, value, most }
const e = arg.action === 'page' ? document.body : globalThis.localaiFound;
if (!e || !e.isConnected) return { gone: true };
const editable = e.isContentEditable || /^(input|textarea)$/.test(e.localName);
const fire = (...names) => names.forEach((n) => e.dispatchEvent(new Event(n, { bubbles: true })));

// Where a click must go, and what is in its way: the browser itself clicks, so what covers the element gets it.
const aim = () => {
  e.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const boxes = [...e.getClientRects()].filter((b) => b.width > 0 && b.height > 0);
  if (!boxes.length || !isSeen(e)) return { wait: 'it is not visible' };
  if (e.disabled || e.closest('[aria-disabled=true],fieldset[disabled]')) return { wait: 'it is disabled' };
  const box = boxes[0];
  const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 2);
  const y = Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 2);
  let hit = document.elementFromPoint(x, y);
  while (hit && hit.shadowRoot && hit.shadowRoot.elementFromPoint(x, y) && hit !== hit.shadowRoot.elementFromPoint(x, y)) hit = hit.shadowRoot.elementFromPoint(x, y);
  const label = hit && hit.closest('label');
  if (!hit || !(e === hit || e.contains(hit) || hit.contains(e) && hit.localName === 'label' || (label && label.control === e) || e.getRootNode().host === hit)) return { wait: `${hit ? selectorOf(hit) : 'nothing'} is in its way` };
  return { x, y };
};
switch (arg.action) {
  case 'aim':
    return aim();
  case 'focus': {
    const state = aim();
    if (state.wait && !/in its way/.test(state.wait)) return state;
    if (!editable || e.readOnly) return { error: 'it is not a field that can be written in' };
    if (e.localName === 'input' && /^(checkbox|radio|file|submit|button|image|reset|hidden)$/.test(e.type)) return { error: `an input of type ${e.type} cannot be filled; use check or click` };
    e.focus();
    // Fields with a format of their own take a value, not keys.
    if (e.localName === 'input' && /^(date|time|datetime-local|month|week|color|range)$/.test(e.type)) {
      e.value = arg.value;
      if (e.value !== arg.value) return { error: `its type ${e.type} does not take this value` };
      fire('input', 'change');
      return { done: true };
    }
    if (e.isContentEditable) getSelection().selectAllChildren(e);
    else e.select();
    return { focused: true };
  }
  case 'changed':
    fire('change');
    return { done: true };
  case 'select': {
    if (e.localName !== 'select') return { error: 'it is not a select' };
    const option = [...e.options].find((o) => o.value === arg.value) || [...e.options].find((o) => o.label.trim() === arg.value.trim());
    if (!option || option.disabled) return { error: `it has no such option; it has ${[...e.options].slice(0, 20).map((o) => short(o.label, 40)).join(', ')}` };
    e.value = option.value;
    option.selected = true;
    fire('input', 'change');
    return { done: true };
  }
  case 'checked': {
    const box = e.control || e;
    return { checked: box.checked === undefined ? box.getAttribute('aria-checked') === 'true' : box.checked };
  }
  case 'scroll':
    e.scrollIntoView({ block: 'center', behavior: 'instant' });
    return { done: true };
  case 'seen':
    return { seen: isSeen(e) };
  case 'page':
  case 'extract': {
    if (arg.value) {
      const value = /^(value|checked)$/.test(arg.value) && e.type !== 'password' ? String(e[arg.value]) : e.getAttribute(arg.value);
      return { text: (value ?? '').slice(0, arg.most), cut: (value ?? '').length > arg.most };
    }
    const text = editable && !e.isContentEditable ? (e.type === 'password' ? '' : e.value) : e.innerText ?? e.textContent;
    return { text: text.slice(0, arg.most), cut: text.length > arg.most };
  }
  case 'box': {
    const box = e.getBoundingClientRect();
    return { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height };
  }
}
return { error: 'unknown action' };
