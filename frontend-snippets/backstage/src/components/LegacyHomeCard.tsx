import { useRouteRef } from '@backstage/core-plugin-api';
import { legacyRootRouteRef } from '../routes';
import { HomeCard } from './PortolanHomeCard';

export const LegacyHomeCard = () => <HomeCard page={useRouteRef(legacyRootRouteRef)()} />;
