import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: {
    globals: true,
    environment: 'jsdom',
    setupFiles: ['src/setupTests.ts'],
    css: false,
    testTimeout: 30_000,
    // Two workers: a CI machine has no more cores, and each loads all of Backstage.
    maxWorkers: 2,
    minWorkers: 1,
    server: {
      deps: { inline: [/@backstage\//, /@material-ui\//, /@mui\//, /material-ui-popup-state/, /react-use\//] },
    },
  },
});
