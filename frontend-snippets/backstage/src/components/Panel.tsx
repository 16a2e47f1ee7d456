import type { ReactNode } from 'react';
import { Card, CardBody, CardFooter, CardHeader, Text } from '@backstage/ui';

export const Panel = (props: { title: string; children: ReactNode; footer?: ReactNode }) => (
  <Card>
    <CardHeader>
      <Text as="h3" variant="title-x-small">
        {props.title}
      </Text>
    </CardHeader>
    <CardBody>{props.children}</CardBody>
    {props.footer && <CardFooter>{props.footer}</CardFooter>}
  </Card>
);
