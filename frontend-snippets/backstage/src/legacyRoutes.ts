import { createRouteRef } from '@backstage/core-plugin-api';

/** The page in an app on the old frontend system. */
export const legacyRootRouteRef = createRouteRef({ id: 'portolan' });
