import type { CSSProperties, ReactNode } from 'react';
import { Card, CardBody, CardFooter, CardHeader, Text } from '@backstage/ui';

/** Korean breaks between words, and what has no blanks in it breaks anywhere. */
export const WRAPPING: CSSProperties = { wordBreak: 'keep-all', overflowWrap: 'anywhere' };

export const Panel = (props: { title: string; children: ReactNode; footer?: ReactNode }) => (
  <Card>
    <CardHeader>
      <Text as="h3" variant="title-x-small" weight="bold">
        {props.title}
      </Text>
    </CardHeader>
    <CardBody>
      <div style={WRAPPING}>{props.children}</div>
    </CardBody>
    {props.footer && <CardFooter>{props.footer}</CardFooter>}
  </Card>
);
