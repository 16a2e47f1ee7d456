/** The plugin in an app shell of Backstage's, with the catalog in memory. Not part of the package. */
import ReactDOM from 'react-dom/client';
import '@backstage/ui/css/styles.css';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import { ConfigReader } from '@backstage/config';
import { createApp } from '@backstage/frontend-defaults';
import { ApiBlueprint, createFrontendModule, type FrontendFeature } from '@backstage/frontend-plugin-api';
import appPlugin from '@backstage/plugin-app';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import homePlugin from '@backstage/plugin-home/alpha';
import portolan from '../src';
import { entities } from './fixtures';

const origin = window.location.origin;

const catalogInMemory = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({ api: catalogApiRef, deps: {}, factory: () => new InMemoryCatalogClient({ entities }) }),
    }),
  ],
});

// Nobody signs in: there is no back end but Portolan's.
const app = appPlugin as unknown as {
  withOverrides(options: { extensions: unknown[] }): FrontendFeature;
  getExtension(id: string): { override(options: { disabled: boolean }): unknown };
};
const appWithoutSignIn = app.withOverrides({
  extensions: [app.getExtension('sign-in-page:app').override({ disabled: true })],
});

const config = new ConfigReader({
  app: {
    title: 'Portolan in Backstage',
    baseUrl: origin,
    extensions: [
      { 'api:app/app-language': { config: { availableLanguages: ['en', 'ko'], defaultLanguage: 'en' } } },
      'entity-card:portolan/advice',
      { 'entity-card:catalog/depends-on-components': false },
      { 'entity-card:catalog/depends-on-resources': false },
      { 'entity-card:catalog/has-subcomponents': false },
      {
        'page:home': {
          config: { defaultConfig: [{ component: 'PortolanAdvice', column: 0, row: 0, width: 8, height: 5 }] },
        },
      },
    ],
  },
  backend: { baseUrl: origin },
  organization: { name: 'Dev' },
  portolan: { publicUrl: import.meta.env.VITE_PORTOLAN_PAGES },
});

const shell = createApp({
  features: [appWithoutSignIn, catalogPlugin, catalogInMemory, homePlugin, portolan],
  advanced: { configLoader: async () => ({ config }) },
});

ReactDOM.createRoot(document.getElementById('root')!).render(shell.createRoot());
