import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { PortolanError, hasPortolanTab, isPortolanAvailable, portolanApiRef } from '.';
import { entityPortolanCard, entityPortolanContent } from './plugin';
import { portolan, review, system } from './testing/fixtures';

const annotated = (annotations: Record<string, string>, kind = 'System'): Entity => ({
  ...system,
  kind,
  metadata: { ...system.metadata, annotations },
});

const open = (extension: typeof entityPortolanCard | typeof entityPortolanContent, entity = system, api = portolan()) => {
  renderTestApp({ extensions: [createTestEntityPage({ entity }), extension], apis: [[portolanApiRef, api]] });
  return api;
};

describe('an entity whose annotation names a profile', () => {
  it('has a card: picks and how firm they stand, warnings with their days, and how the review stands', async () => {
    const api = open(entityPortolanCard);
    expect(await screen.findByText('New Thing')).toBeInTheDocument();
    expect(await screen.findByText('! sensitive')).toBeInTheDocument();
    expect(screen.getByText('Support for Old Thing ends.')).toBeInTheDocument();
    expect(await screen.findByText('overruled')).toBeInTheDocument();
    expect(api.decisionOfEntity).toHaveBeenCalledWith(system, 'en');
  });

  it('has the whole decision on a tab', async () => {
    open(entityPortolanContent);
    expect(await screen.findByRole('region', { name: 'Observability' })).toBeInTheDocument();
    const others = screen.getByRole('link', { name: 'Try other answers' });
    expect(others).toHaveAttribute('href', '/portolan?decision=abc123');
  });

  it('shows what was said of earlier decisions for it, which checks still go by', async () => {
    const api = portolan();
    const earlier = { ...review, id: 'r9', decision: 'yesterday', text: 'Agreed by the board.' };
    api.reviews.mockImplementation(async of => ('subject' in of ? [earlier] : []));
    open(entityPortolanContent, system, api);
    const section = await screen.findByRole('region', { name: 'On earlier decisions for this entity' });
    expect(section).toHaveTextContent('Agreed by the board.');
    expect(api.reviews).toHaveBeenCalledWith({ subject: 'system:default/shop' });
    expect(within(section).getByRole('link')).toHaveAttribute('href', 'https://portolan.example.com/decisions/yesterday');
  });

  it('is told on which line of the annotation a mistake is, and may try again once it is mended', async () => {
    const api = portolan();
    const pointer = '/entities/0/metadata/annotations/portolan.io~1profile';
    const mistake = { pointer, detail: 'line 1: no such product', hint: 'did you mean jaeger?' };
    api.decisionOfEntity.mockRejectedValueOnce(new PortolanError(422, 'Invalid', [mistake]));
    open(entityPortolanContent, system, api);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('metadata/annotations/portolan.io/profile line 1: no such product');
    expect(alert).toHaveTextContent('The profile of this entity has mistakes');
    expect(alert).toHaveTextContent('Mend it in the catalog-info.yaml');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('region', { name: 'Observability' });
  });

  it('that names a file is told how the catalog reads it', async () => {
    const api = portolan();
    const mistake = { pointer: '/entities/0/metadata/annotations/portolan.io~1profile', detail: 'not here' };
    api.decisionOfEntity.mockRejectedValueOnce(new PortolanError(422, 'Invalid', [mistake]));
    open(entityPortolanCard, annotated({ 'portolan.io/profile': './portolan.yaml' }), api);
    expect(await screen.findByRole('alert')).toHaveTextContent('write “$text: ./portolan.yaml”');
  });

  it('that names a decision which there is not is told so', async () => {
    const api = portolan();
    api.decisionOfEntity.mockRejectedValueOnce(new PortolanError(404, 'There is none'));
    open(entityPortolanContent, annotated({ 'portolan.io/decision': 'gone' }), api);
    expect(await screen.findByRole('alert')).toHaveTextContent('names the decision gone');
  });
});

describe('an entity without the annotation', () => {
  const plain = annotated({});

  it('has no card, and a tab that says how to add it', async () => {
    const api = open(entityPortolanContent, plain);
    expect(await screen.findByRole('heading', { name: 'No profile yet' })).toBeInTheDocument();
    expect(screen.getByText(/portolan.io\/profile: \|/)).toHaveTextContent('name: shop');
    expect(screen.getByRole('link', { name: 'Get a recommendation' })).toHaveAttribute('href', '/portolan');
    expect(api.decisionOfEntity).not.toHaveBeenCalled();
    expect(isPortolanAvailable(plain)).toBe(false);
  });

  it('has a tab only if it is something that is built', () => {
    expect(hasPortolanTab(plain)).toBe(true);
    expect(hasPortolanTab(annotated({}, 'User'))).toBe(false);
    expect(hasPortolanTab(annotated({ 'portolan.io/profile': '' }, 'Resource'))).toBe(true);
  });
});
