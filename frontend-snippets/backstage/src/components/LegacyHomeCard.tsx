import { useRouteRef } from '@backstage/core-plugin-api';
import { legacyRootRouteRef } from '../legacyRoutes';
import { HomeCard } from './PortolanHomeCard';

export const LegacyHomeCard = () => <HomeCard page={useRouteRef(legacyRootRouteRef)()} />;
