// Finds the element of a step. arg: { selector, text, label }. Gives a marker that element.js finds again, or null.
// The map lives in this world only: the page does not see it.
const found = (() => {
  if (arg.selector) {
    let list;
    try { list = [...document.querySelectorAll(arg.selector)]; } catch { return { error: `selector '${short(arg.selector, 80)}' is not a CSS selector` }; }
    return list.find((e) => isSeen(e)) || list[0] || null;
  }
  const wanted = (arg.text || arg.label).replace(/\s+/g, ' ').trim().toLowerCase();
  const fits = (t, exact) => { const s = (t || '').replace(/\s+/g, ' ').trim().toLowerCase(); return exact ? s === wanted : s.includes(wanted); };
  if (arg.label) {
    const fields = [...document.querySelectorAll('input:not([type=hidden]),textarea,select,[contenteditable],[role=textbox],[role=combobox],[role=checkbox],[role=radio],[role=switch]')].filter((e) => isSeen(e));
    return fields.find((e) => fits(nameOf(e), true)) || fields.find((e) => fits(nameOf(e), false)) || fields.find((e) => fits(e.getAttribute('placeholder'), false)) || null;
  }
  // The innermost element with the text; controls before other elements.
  const all = [...document.querySelectorAll('body *')].slice(0, 50000).filter((e) => !/^(script|style|noscript|template)$/.test(e.localName));
  const has = (exact) => all.filter((e) => fits(/^(input|button)$/.test(e.localName) && e.value ? e.value : e.innerText, exact) && isSeen(e));
  for (const exact of [true, false]) {
    const list = has(exact);
    const inner = list.filter((e) => ![...e.children].some((c) => list.includes(c)));
    const hit = inner.map((e) => e.closest('a,button,label,summary,[role=button],[role=link],[role=tab],[role=menuitem],[role=option]') || e);
    if (hit.length) return hit.find((e) => e.matches('a,button,input,[role=button],[role=link]')) || hit[0];
  }
  return null;
})();
if (found && found.error) return found;
globalThis.localaiFound = found;
return { found: !!found };
