/** For apps that are still on the old frontend system. */
import {
  configApiRef,
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createCardExtension } from '@backstage/plugin-home-react';
import { PortolanClient, portolanApiRef } from './api';
import { legacyRootRouteRef } from './legacyRoutes';

export const portolanPlugin = createPlugin({
  id: 'portolan',
  apis: [
    createApiFactory({
      api: portolanApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef, configApi: configApiRef },
      factory: apis => new PortolanClient(apis),
    }),
  ],
  routes: { root: legacyRootRouteRef },
});

export const PortolanPage = portolanPlugin.provide(
  createRoutableExtension({
    name: 'PortolanPage',
    component: () => import('./components/PortolanPage').then(module => module.PortolanPage),
    mountPoint: legacyRootRouteRef,
  }),
);

export const EntityPortolanCard = portolanPlugin.provide(
  createComponentExtension({
    name: 'EntityPortolanCard',
    component: { lazy: () => import('./components/EntityPortolanCard').then(module => module.EntityPortolanCard) },
  }),
);

export const EntityPortolanContent = portolanPlugin.provide(
  createComponentExtension({
    name: 'EntityPortolanContent',
    component: {
      lazy: () => import('./components/EntityPortolanContent').then(module => module.EntityPortolanContent),
    },
  }),
);

/** For a home page of `@backstage/plugin-home`. */
export const PortolanHomeCard = portolanPlugin.provide(
  createCardExtension({
    name: 'PortolanHomeCard',
    title: 'Portolan',
    components: () => import('./components/LegacyHomeCard').then(({ LegacyHomeCard }) => ({ Content: LegacyHomeCard })),
  }),
);

export { hasPortolanTab, isPortolanAvailable } from './annotations';
export { portolanTranslationRef, portolanTranslations } from './translation';
