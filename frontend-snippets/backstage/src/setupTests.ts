import '@testing-library/jest-dom/vitest';
import { configure } from '@testing-library/react';
import { vi } from 'vitest';

// The first page of a run loads all of Backstage.
configure({ asyncUtilTimeout: 15_000 });

// @backstage/frontend-test-utils calls `jest.fn()` in its `.mock()` helpers.
(globalThis as Record<string, unknown>).jest = vi;

// What @backstage/ui asks of a browser and jsdom does not have.
globalThis.matchMedia ??= ((query: string) => ({
  matches: false,
  media: query,
  onchange: null,
  addListener() {},
  removeListener() {},
  addEventListener() {},
  removeEventListener() {},
  dispatchEvent: () => false,
})) as unknown as typeof matchMedia;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
} as unknown as typeof ResizeObserver;
