import { createRequire } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { nodePolyfills } from 'vite-plugin-node-polyfills';

const require = createRequire(import.meta.url);
const service = process.env.PORTOLAN_URL ?? 'http://127.0.0.1:8000';
const port = Number(process.env.PORT ?? 3000);

// What the proxy of a Backstage back end does for `proxy.endpoints['/portolan']` of app-config.yaml.
const proxy = {
  '/api/proxy/portolan': {
    target: service,
    changeOrigin: true,
    rewrite: (path: string) => path.replace('/api/proxy/portolan', ''),
  },
};

export default defineConfig({
  root: 'dev',
  // The catalog plugin uses Node's stream and Buffer, which Backstage's own bundler supplies too.
  plugins: [react(), nodePolyfills({ include: ['buffer', 'stream', 'process', 'util', 'events', 'string_decoder'] })],
  resolve: {
    // node-fetch 2 has a `module` field that Vite prefers over `browser`.
    alias: [{ find: /^node-fetch$/, replacement: require.resolve('node-fetch/browser.js') }],
    dedupe: ['react', 'react-dom', 'react-router', 'react-router-dom'],
  },
  define: { 'import.meta.env.VITE_PORTOLAN_PAGES': JSON.stringify(service) },
  server: { host: '127.0.0.1', port, strictPort: true, proxy },
  preview: { host: '127.0.0.1', port, strictPort: true, proxy },
  build: { outDir: '../dist-dev', emptyOutDir: true, chunkSizeWarningLimit: 5000 },
});
