/** The app shell of dev/ as files in dist-dev, for the journey in a browser: what `vite build` would make, in seconds. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import polyfills from 'node-stdlib-browser';
import { default as plugin } from 'node-stdlib-browser/helpers/esbuild/plugin';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'dist-dev');
const require = createRequire(import.meta.url);
rmSync(out, { recursive: true, force: true });

const { errors } = await build({
  entryPoints: { main: join(root, 'dev', 'main.tsx') },
  outdir: join(out, 'assets'),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  mainFields: ['module', 'browser', 'main'],
  target: 'es2022',
  jsx: 'automatic',
  legalComments: 'none',
  logLevel: 'error',
  alias: { 'node-fetch': require.resolve('node-fetch/browser.js') },
  loader: { '.woff2': 'file', '.woff': 'file', '.svg': 'dataurl', '.png': 'dataurl' },
  define: {
    global: 'globalThis',
    'process.env.NODE_ENV': '"production"',
    'import.meta.env.VITE_PORTOLAN_PAGES': JSON.stringify(process.env.PORTOLAN_URL ?? 'http://127.0.0.1:8000'),
  },
  inject: [require.resolve('node-stdlib-browser/helpers/esbuild/shim')],
  plugins: [plugin(polyfills)],
});
if (errors.length) process.exit(1);

const page = readFileSync(join(root, 'dev', 'index.html'), 'utf8')
  .replace('</head>', '<link rel="stylesheet" href="/assets/main.css"></head>')
  .replace('./main.tsx', '/assets/main.js');
writeFileSync(join(out, 'index.html'), page);
