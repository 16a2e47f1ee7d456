import { Route } from 'react-router-dom';
import { SidebarItem } from '@backstage/core-components';
import { EntityLayout, EntitySwitch } from '@backstage/plugin-catalog';
import Grid from '@material-ui/core/Grid';
import ExploreIcon from '@material-ui/icons/Explore';
import {
  EntityPortolanCard,
  EntityPortolanContent,
  PortolanHomeCard,
  PortolanPage,
  hasPortolanTab,
  isPortolanAvailable,
  portolanTranslations,
} from '@portolan/backstage-plugin/legacy';

// packages/app/src/App.tsx: into createApp({ … }), and beside the other routes
export const texts = {
  __experimentalTranslations: { availableLanguages: ['en', 'ko'], resources: [portolanTranslations] },
};
export const page = <Route path="/portolan" element={<PortolanPage />} />;

// packages/app/src/components/Root/Root.tsx
export const navigation = <SidebarItem icon={ExploreIcon} to="portolan" text="Portolan" />;

// packages/app/src/components/catalog/EntityPage.tsx: into `overviewContent`, and into the pages of systems and components
export const card = (
  <EntitySwitch>
    <EntitySwitch.Case if={isPortolanAvailable}>
      <Grid item md={6} xs={12}>
        <EntityPortolanCard />
      </Grid>
    </EntitySwitch.Case>
  </EntitySwitch>
);
export const tab = (
  <EntityLayout.Route if={hasPortolanTab} path="/portolan" title="Portolan">
    <EntityPortolanContent />
  </EntityLayout.Route>
);

// A home page of @backstage/plugin-home
export const home = <PortolanHomeCard />;
