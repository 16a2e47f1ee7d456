/** For apps that are still on the old frontend system. */
import {
  configApiRef,
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  createRouteRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { PortolanClient, portolanApiRef } from './api';

const rootRouteRef = createRouteRef({ id: 'portolan' });

export const portolanPlugin = createPlugin({
  id: 'portolan',
  apis: [
    createApiFactory({
      api: portolanApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef, configApi: configApiRef },
      factory: apis => new PortolanClient(apis),
    }),
  ],
  routes: { root: rootRouteRef },
});

export const PortolanPage = portolanPlugin.provide(
  createRoutableExtension({
    name: 'PortolanPage',
    component: () => import('./components/PortolanPage').then(module => module.PortolanPage),
    mountPoint: rootRouteRef,
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

export { isPortolanAvailable } from './annotations';
export { portolanTranslationRef, portolanTranslations } from './translation';
