// Installs llama.cpp for this machine: the locked packages without the optional ones (prebuilt libraries for every platform,
// many hundred MB), then the one library that fits. Run again, it does nothing.   node Inference/install.mjs [--check | --cpu | --cuda]
import { spawnSync } from 'node:child_process';
import { cpuPackage, cudaPackages, missingParts, nodeProblem, root, seesNvidiaGpu, wantedVersion } from './src/installation.mjs';

const options = new Set(process.argv.slice(2));
const say = text => process.stdout.write(`${text}\n`);
const fail = text => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};

const unknown = [...options].find(option => !['--check', '--cpu', '--cuda'].includes(option));
if (unknown) fail(`Unknown option ${unknown}. Allowed: --check (says what is missing), --cpu, --cuda (instead of looking for a GPU).`);
if (nodeProblem()) fail(nodeProblem());
if (!cpuPackage()) fail(`There is no prebuilt llama.cpp for ${process.platform} on ${process.arch}.`);

const cuda = options.has('--cuda') || (!options.has('--cpu') && cudaPackages().length > 0 && seesNvidiaGpu());
if (cuda && cudaPackages().length === 0) fail(`There is no prebuilt llama.cpp with CUDA for ${process.platform} on ${process.arch}.`);
// The CPU library stays beside the CUDA one: it serves when the driver does not fit.
const libraries = cuda ? [cpuPackage(), ...cudaPackages()] : [cpuPackage()];

let missing = missingParts(libraries);
if (options.has('--check')) {
  say(missing.length === 0 ? `installed: ${libraries.join(', ')} ${wantedVersion()}` : `missing: ${missing.join(', ')}; run  node Inference/install.mjs`);
  process.exit(missing.length === 0 ? 0 : 1);
}

if (missing.length === 0) {
  say(`llama.cpp is installed already: ${libraries.join(', ')} ${wantedVersion()}`);
  process.exit(0);
}

// Install scripts are not run: the library's own would try to compile llama.cpp.
const quiet = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
if (missing.some(part => part.startsWith('node-llama-cpp '))) {
  say('1/2 node-llama-cpp and what it needs …');
  npm('ci', ...quiet);
}

say(`2/2 ${libraries.join(' and ')} ${cuda ? '(a GPU is there; several hundred MB)' : '(CPU, 30 MB)'} …`);
npm('install', '--no-save', ...quiet, ...libraries.map(name => `${name}@${wantedVersion()}`));

missing = missingParts(libraries);
if (missing.length > 0) fail(`npm ended without an error, but these are still missing: ${missing.join(', ')}. Delete Inference/node_modules and try again.`);
say('done');

function npm(...args) {
  const windows = process.platform === 'win32';
  const result = spawnSync(windows ? 'npm.cmd' : 'npm', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: windows, timeout: 30 * 60_000 });
  if (result.error?.code === 'ENOENT') fail('npm is not on this machine: it comes with Node, https://nodejs.org.');
  if (result.status !== 0) fail(`npm ${args[0]} failed (exit code ${result.status ?? result.signal}). Is there a network, and space for 100 MB in ${root}?`);
}
