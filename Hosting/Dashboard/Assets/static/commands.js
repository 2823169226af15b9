// Start, stop and restart, with a question when others depend on the resource.

import { h, icon } from './dom.js';
import { load } from './stream.js';
import { ask, toast } from './shell.js';
import { t } from './text.js';
import { dependants, resources } from './store.js';

export function commandButtons(resource, withText = false) {
  return ['start', 'restart', 'stop'].filter(command => resource.commands.includes(command)).map(command => {
    const label = t('command.of', { command: t(`command.${command}`), name: resource.name });
    return h('button', { class: withText ? 'command' : 'quiet command', type: 'button', title: label, 'aria-label': label, 'data-command': command,
      onclick: event => execute(event.currentTarget, resource.name, command) },
    icon(command), withText && t(`command.${command}`));
  });
}

async function execute(button, name, command) {
  const affected = command === 'start' ? [] : dependants(name).filter(other => resources.get(other)?.state === 'Running');
  const title = t('command.confirm', { command: t(`command.${command}`), name });
  if (affected.length > 0 && !await ask(title,
    h('div', {}, h('p', {}, t('command.dependants')), h('ul', {}, affected.map(other => h('li', {}, other)))), t(`command.${command}`)))
    return;

  button.disabled = true;
  try {
    await load(`/api/resources/${encodeURIComponent(name)}/${command}`, { method: 'POST' });
  } catch (error) {
    toast(t('command.failed', { command: t(`command.${command}`), name, reason: error.message }), 'error');
  } finally {
    button.disabled = false;
  }
}
