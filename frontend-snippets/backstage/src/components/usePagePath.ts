import { routeResolutionApiRef, useApiHolder } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../routes';

/** Where the app shows the page. An app on the old frontend system resolves no routes of the new one. */
export const usePagePath = (): string =>
  useApiHolder().get(routeResolutionApiRef)?.resolve(rootRouteRef)?.() ?? '/portolan';
