import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package.json. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const platforms = {
  'linux x64': 'linux-x64',
  'linux arm64': 'linux-arm64',
  'linux arm': 'linux-armv7l',
  'linux riscv64': 'linux-riscv64',
  'darwin arm64': 'mac-arm64-metal',
  'darwin x64': 'mac-x64',
  'win32 x64': 'win-x64',
  'win32 arm64': 'win-arm64',
};

/** The prebuilt llama.cpp for this machine without a GPU (on a Mac with Metal, which is part of it), or undefined. */
export const cpuPackage = (platform = process.platform, arch = process.arch) => withScope(platforms[`${platform} ${arch}`]);

/** The prebuilt llama.cpp for an NVIDIA GPU, in two parts; none where there is none for this platform. */
export const cudaPackages = (platform = process.platform, arch = process.arch) =>
  arch === 'x64' && (platform === 'linux' || platform === 'win32') ? ['-cuda', '-cuda-ext'].map(part => cpuPackage(platform, arch) + part) : [];

/** True when nvidia-smi names a GPU. */
export function seesNvidiaGpu() {
  try {
    return execFileSync('nvidia-smi', ['-L'], { timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] }).toString().includes('GPU');
  } catch {
    return false;
  }
}

/** Version of a package of package-lock.json that is installed, or undefined. */
export function installedVersion(name) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

export const wantedVersion = () => JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).dependencies['node-llama-cpp'];

/** What is not installed, or not in the pinned version. */
export function missingParts(packages = [cpuPackage()]) {
  const wanted = wantedVersion();
  return ['node-llama-cpp', ...packages].filter(name => name && installedVersion(name) !== wanted).map(name => `${name} ${wanted}`);
}

function withScope(name) {
  return name && `@node-llama-cpp/${name}`;
}

/** A sentence when this Node is too old, else undefined. */
export function nodeProblem(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 9) ? undefined : `Node ${version} is too old: llama.cpp needs Node 20.9 or newer.`;
}
