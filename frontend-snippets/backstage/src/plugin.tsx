import {
  ApiBlueprint,
  PageBlueprint,
  configApiRef,
  createFrontendFeatureLoader,
  createFrontendModule,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { EntityCardBlueprint, EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { RiCompass3Line } from '@remixicon/react';
import { hasPortolanTab, isPortolanAvailable } from './annotations';
import { PortolanClient, portolanApiRef } from './api';
import { entityRouteRef, rootRouteRef } from './routes';
import { portolanTranslations } from './translation';

// Titles of navigation, tabs and widgets are not translated by Backstage: a name needs no translation.
const NAME = 'Portolan';

export const portolanApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: portolanApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef, configApi: configApiRef },
      factory: apis => new PortolanClient(apis),
    }),
});

export const portolanPage = PageBlueprint.make({
  params: {
    path: '/portolan',
    routeRef: rootRouteRef,
    loader: () => import('./components/PortolanPage').then(({ PortolanPage }) => <PortolanPage />),
  },
});

export const entityPortolanCard = EntityCardBlueprint.make({
  name: 'advice',
  params: {
    type: 'content',
    filter: isPortolanAvailable,
    loader: () => import('./components/EntityPortolanCard').then(({ EntityPortolanCard }) => <EntityPortolanCard />),
  },
});

export const entityPortolanContent = EntityContentBlueprint.make({
  name: 'advice',
  params: {
    path: '/portolan',
    title: NAME,
    routeRef: entityRouteRef,
    filter: hasPortolanTab,
    loader: () =>
      import('./components/EntityPortolanContent').then(({ EntityPortolanContent }) => <EntityPortolanContent />),
  },
});

export const portolanHomeWidget = HomePageWidgetBlueprint.make({
  name: 'advice',
  params: {
    name: 'PortolanAdvice',
    title: NAME,
    description: 'The latest decisions, and the way to your own',
    layout: { width: { minColumns: 3, defaultColumns: 6 }, height: { minRows: 3, defaultRows: 5 } },
    components: () => import('./components/PortolanHomeCard').then(({ PortolanHomeCard }) => ({ Content: PortolanHomeCard })),
  },
});

export const portolanPlugin = createFrontendPlugin({
  pluginId: 'portolan',
  title: NAME,
  icon: <RiCompass3Line />,
  info: { packageJson: () => import('../package.json') },
  extensions: [portolanApi, portolanPage, entityPortolanCard, entityPortolanContent, portolanHomeWidget],
  routes: { root: rootRouteRef, entity: entityRouteRef },
});

/** The Korean texts. Only a module of the app itself may bring translations, so it stands beside the plugin. */
export const portolanTranslationsModule = createFrontendModule({
  pluginId: 'app',
  extensions: [TranslationBlueprint.make({ name: 'portolan', params: { resource: portolanTranslations } })],
});

/** All of it: what an app finds by itself where it installs every package that it depends on (`app.packages: all`). */
export const portolan = createFrontendFeatureLoader({ loader: () => [portolanPlugin, portolanTranslationsModule] });
