// The resources as this page knows them: from the page itself, then from events.

import { isParameter } from './kinds.js';
import { connect } from './stream.js';

const state = JSON.parse(document.getElementById('state').textContent);
const historyLength = 120;
const sampleMilliseconds = 2_000;

/** Host-wide facts: startedAt, readySeconds. */
export let host = { ...state, resources: undefined };

/** Resources by name, in the order of declaration. */
export const resources = new Map(state.resources.map(resource => [resource.name, resource]));

/** Kept error records of the structured logs, by resource. */
export let errors = {};

/** Samples of CPU and memory since the page was opened, by resource. */
export const samples = new Map();

// The browser's clock may differ from the host's, in a container or on another machine.
const clockOffset = new Date(state.now) - Date.now();
export const now = () => Date.now() + clockOffset;

/** Calls `changed(resource or null, before)` for every change; null when it is about the host or the errors. */
export function watch(changed) {
  connect(() => '/api/resources/events', {
    host: value => {
      host = value;
      changed(null);
    },
    errors: value => {
      errors = value;
      changed(null);
    },
    resource: resource => {
      const before = resources.get(resource.name);
      if (before && before.version > resource.version) return;
      resources.set(resource.name, resource);
      changed(resource, before);
    },
  });

  // At equal distances, for the time axis: changes come when there are some.
  const sampleAll = () => resources.forEach(sample);
  sampleAll();
  setInterval(() => {
    sampleAll();
    changed(null);
  }, sampleMilliseconds);
}

/** The state as a reader would say it: running but unhealthy is a state of its own, and a parameter does not run. */
export function stateOf(resource) {
  if (resource.state !== 'Running') return resource.state;
  return isParameter(resource) ? 'Set' : resource.health === 'Unhealthy' ? 'Unhealthy' : resource.state;
}

/** Names of those that wait for this resource, or belong to it. */
export const dependants = name => [...resources.values()]
  .filter(resource => resource.parent === name || resource.dependsOn.includes(name)).map(resource => resource.name);

/** Parents before their children, parameters last, otherwise as declared. */
export function ordered() {
  const all = [...resources.values()];
  const place = resource => {
    const children = all.filter(child => child.parent === resource.name && child !== resource);
    return [{ resource, depth: 0 }, ...children.map(child => ({ resource: child, depth: 1 }))];
  };
  return all.filter(resource => !resource.parent || !resources.has(resource.parent))
    .sort((a, b) => isParameter(a) - isParameter(b)).flatMap(place);
}

function sample(resource) {
  if (resource.cpuPercent === undefined && resource.memoryBytes === undefined) {
    samples.delete(resource.name);
    return;
  }
  const list = samples.get(resource.name) ?? [];
  list.push({ cpu: resource.cpuPercent ?? 0, memory: resource.memoryBytes ?? 0 });
  if (list.length > historyLength) list.shift();
  samples.set(resource.name, list);
}
