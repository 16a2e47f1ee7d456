import { Skeleton } from '@backstage/ui';

/** Something is on its way: seen as a shape, heard as `label`. */
export const Waiting = ({ label, height }: { label: string; height: number }) => (
  <div role="status" aria-label={label}>
    <Skeleton width="100%" height={height} />
  </div>
);
