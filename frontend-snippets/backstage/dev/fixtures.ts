import type { Entity } from '@backstage/catalog-model';
import { PROFILE_ANNOTATION } from '../src';

/** A catalog of one system with a profile, one whose profile has a mistake, one without, and the team that owns them. */
export const entities: Entity[] = [
  system('shop', 'Web shop', { [PROFILE_ANNOTATION]: profileOfShop() }),
  system('typo', 'A profile with a mistake in it', { [PROFILE_ANNOTATION]: 'platform: {produktion: true}\n' }),
  system('plain', 'A system without a profile', {}),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'platform', namespace: 'default', uid: 'group-platform' },
    spec: { type: 'team', children: [] },
    relations: ['shop', 'typo', 'plain'].map(name => ({ type: 'ownerOf', targetRef: `system:default/${name}` })),
  },
];

function profileOfShop(): string {
  return 'platform: {production: true, kubernetes_version: "1.31"}\nstack: {in_use: [jaeger, ingress-nginx]}\n';
}

function system(name: string, description: string, annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name, namespace: 'default', uid: `system-${name}`, description, annotations },
    spec: { owner: 'group:default/platform' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/platform' }],
  };
}
