import { createApp } from '@backstage/frontend-defaults';
import portolan from '@portolan/backstage-plugin';

export default createApp({
  features: [/* those that are there, */ portolan],
});
