import type { ReactNode } from 'react';

/** Buttons in a row, which wraps: no button's words do. */
export const Actions = ({ children }: { children: ReactNode }) => (
  <div
    style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 'var(--bui-space-2)', whiteSpace: 'nowrap' }}
  >
    {children}
  </div>
);
