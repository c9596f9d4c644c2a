// Installs what package-lock.json says, once: a build whose Azurite is up to date needs no network for it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const here = (name) => new URL(name, import.meta.url);
const lock = readFileSync(here('package-lock.json'), 'utf8');
const installed = here('node_modules/.installed-lock.json');

if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: here('.'), stdio: 'inherit', shell: process.platform === 'win32' });
  writeFileSync(installed, lock);
}
