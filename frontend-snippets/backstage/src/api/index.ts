export { portolanApiRef } from './PortolanApi';
export type { PortolanApi } from './PortolanApi';
export { PortolanClient } from './PortolanClient';
export { PortolanError, type Mistake } from './PortolanError';
export type * from './types';
