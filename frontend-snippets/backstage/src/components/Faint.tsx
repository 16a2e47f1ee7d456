import type { ReactNode } from 'react';
import { Text } from '@backstage/ui';

/** Quieter than the text around it. Backstage's secondary colour is too faint on a dark card (WCAG asks for 4.5:1). */
export const FAINT = 'color-mix(in srgb, var(--bui-fg-primary) 78%, var(--bui-bg-neutral-1))';

export const Faint = (props: { as?: 'p' | 'span'; small?: boolean; children: ReactNode }) => (
  <Text as={props.as ?? 'span'} variant={props.small ? 'body-small' : 'body-medium'} style={{ color: FAINT }}>
    {props.children}
  </Text>
);
