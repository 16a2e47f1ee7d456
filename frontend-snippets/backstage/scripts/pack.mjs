/**
 * Builds dist-package/, and packs it into portolan-backstage-plugin-<version>.tgz: what an app installs.
 * It is put here, or into the directory that is named.
 *
 * Its package.json is this one with the entries that are built, and without what only development needs.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const into = join(root, 'dist-package');
const destination = resolve(process.argv[2] ?? root);
const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

rmSync(into, { recursive: true, force: true });
run('npx', 'vite', 'build', '--config', 'vite.package.config.ts', '--logLevel', 'error');
run('npx', 'tsc', '-p', 'tsconfig.package.json');

const { scripts: _, devDependencies: __, overrides: ___, typesVersions: ____, ...manifest } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const entry = name => ({ types: `./dist/types/src/${name}.d.ts`, import: `./dist/${name}.esm.js`, default: `./dist/${name}.esm.js` });
writeFileSync(
  join(into, 'package.json'),
  `${JSON.stringify(
    {
      ...manifest,
      main: './dist/index.esm.js',
      module: './dist/index.esm.js',
      types: './dist/types/src/index.d.ts',
      exports: { '.': entry('index'), './legacy': entry('legacy'), './package.json': './package.json' },
      typesVersions: { '*': { legacy: ['dist/types/src/legacy.d.ts'], 'package.json': ['package.json'] } },
      files: ['dist', 'config.d.ts', 'README.md', 'LICENSE'],
    },
    null,
    2,
  )}\n`,
);
for (const file of ['config.d.ts', 'README.md']) copyFileSync(join(root, file), join(into, file));
copyFileSync(join(root, '../../LICENSE'), join(into, 'LICENSE'));
const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', destination], { cwd: into, encoding: 'utf8' });
console.log(packed.trim());
