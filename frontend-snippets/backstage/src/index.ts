export { portolan as default, portolanPlugin, portolanTranslationsModule } from './plugin';
export { DECISION_ANNOTATION, PROFILE_ANNOTATION, hasPortolanTab, isPortolanAvailable } from './annotations';
export { PortolanClient, PortolanError, portolanApiRef } from './api';
export type * from './api/types';
export type { PortolanApi } from './api';
export { portolanTranslationRef, portolanTranslations } from './translation';
