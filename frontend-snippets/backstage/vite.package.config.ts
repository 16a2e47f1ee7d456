import { isAbsolute } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The package as it is installed: plain ES modules, and everything that a Backstage app has anyway left to the app. */
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist-package/dist',
    emptyOutDir: true,
    minify: false,
    target: 'es2022',
    lib: { entry: { index: 'src/index.ts', legacy: 'src/legacy.ts' }, formats: ['es'], fileName: (_, name) => `${name}.esm.js` },
    rollupOptions: {
      external: id => !id.startsWith('.') && !isAbsolute(id) && !id.startsWith('src/'),
      output: { chunkFileNames: '[name]-[hash].esm.js' },
    },
  },
});
