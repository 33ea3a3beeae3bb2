import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Why packages cannot be installed here without a question; undefined when they can. */
export function whyNotInstall() {
  if (process.getuid?.() !== 0) return 'only root could install it';
  if (!existsSync('/etc/debian_version')) return 'this is not Debian or Ubuntu';
  return undefined;
}

/** Installs Debian packages and what they depend on, nothing more. Says what went wrong, undefined if nothing did. */
export function installPackages(packages) {
  if (apt('install', ...packages).status === 0) return undefined;
  const update = apt('update');
  const install = apt('install', ...packages);
  if (install.status === 0) return undefined;
  return `${update.stderr ?? ''}${install.stderr ?? install.error?.message ?? ''}`.trim();
}

function apt(command, ...packages) {
  return spawnSync('apt-get', [command, '-y', '-q', '--no-install-recommends', ...packages], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
