import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import plugin, { PortolanError, portolanApiRef } from '.';
import { entityPortolanCard, entityPortolanContent } from './plugin';
import { decision, portolan, system } from './testing/fixtures';

const openPage = (api = portolan(), entry = '/portolan') => {
  renderTestApp({ features: [plugin], initialRouteEntries: [entry], apis: [[portolanApiRef, api]] });
  return api;
};

const name = async (text: string) => screen.findByRole('heading', { name: text });
const press = async (button: string) => userEvent.click(await screen.findByRole('button', { name: button }));

describe('the page', () => {
  it('asks only what still matters, says why, and shows what comes of it', async () => {
    const api = openPage();
    await name('Is it for production?');
    expect(screen.getByText('It bears on 2 slots.')).toBeInTheDocument();
    expect(screen.getByText(/0 answered, 0 skipped, at most 3 left/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled();

    await userEvent.click(screen.getByRole('radio', { name: 'Yes' }));
    await press('Next');
    await name('How large is it?');
    await userEvent.click(screen.getByRole('radio', { name: 'Small' }));
    await press('Next');
    // A small platform is not asked what is in use.
    expect(await screen.findByText(/Nothing is left to ask/)).toBeInTheDocument();

    await press('Show the recommendation');
    expect(api.recommend).toHaveBeenCalledWith({ platform: { production: true, size: 'small' } }, 'en');
    expect(await screen.findByRole('region', { name: 'Observability' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /Review page/ })).toHaveAttribute(
      'href',
      'https://portolan.example.com/decisions/abc123',
    );
  });

  it('goes back with the answer still there, and passes over what nobody knows', async () => {
    const api = openPage();
    await name('Is it for production?');
    await press('I do not know');
    await name('How large is it?');
    expect(api.interview).toHaveBeenLastCalledWith({ profile: {}, skipped: ['platform.production'] }, 'en');
    await userEvent.click(screen.getByRole('radio', { name: 'Large' }));
    await press('Next');
    await name('What is in use?');
    await press('Back');
    await name('How large is it?');
    expect(screen.getByRole('radio', { name: 'Large' })).toBeChecked();
  });

  it('shows the answers so far, and lets each be changed', async () => {
    openPage();
    await name('Is it for production?');
    await userEvent.click(screen.getByRole('radio', { name: 'Yes' }));
    await press('Next');
    await name('How large is it?');
    await press('Change: Is it for production?');
    await name('Is it for production?');
    expect(screen.getByRole('radio', { name: 'Yes' })).toBeChecked();
  });

  it('says what went wrong, and asks again', async () => {
    const api = portolan();
    api.interview.mockRejectedValueOnce(new PortolanError(403, 'nobody needs to read this'));
    openPage(api);
    expect(await screen.findByRole('alert')).toHaveTextContent('You may not do this in Portolan');
    await press('Try again');
    await name('Is it for production?');
  });

  it('finds a decision by its address, opens the reasons of a slot, and compares editions', async () => {
    const api = openPage(portolan(), '/portolan?decision=abc123');
    const layer = await screen.findByRole('region', { name: 'Observability' });
    expect(api.decision).toHaveBeenCalledWith('abc123', 'en');
    expect(layer).toHaveTextContent('▲ Old Thing: end of life 2026-03-31');
    const idle = within(screen.getByRole('region', { name: 'Delivery' }));
    expect(idle.getByRole('button', { name: /Delivery ?, not needed/ })).toBeInTheDocument();

    await userEvent.click(within(layer).getByRole('button', { name: /Tracing/ }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('Its support has ended.')).toBeInTheDocument();
    expect(await within(dialog).findByText('Leads to: New Thing')).toBeInTheDocument();
    await userEvent.click(within(dialog).getAllByRole('button', { name: 'Close' }).at(-1)!);

    await userEvent.click(screen.getByRole('button', { name: /Compare with/ }));
    await userEvent.click(await screen.findByRole('option', { name: /The first/ }));
    expect(await screen.findByText(/Old Thing → New Thing/)).toBeInTheDocument();
    expect(api.compareEditions).toHaveBeenCalledWith(decision, '1', 'en');
  });
});

describe('an entity', () => {
  const openEntity = (extension: typeof entityPortolanCard | typeof entityPortolanContent, entity = system) => {
    const api = portolan();
    renderTestApp({
      extensions: [createTestEntityPage({ entity }), extension],
      apis: [[portolanApiRef, api]],
    });
    return api;
  };

  it('has a card where its annotation names a profile', async () => {
    const api = openEntity(entityPortolanCard);
    expect(await screen.findByText('New Thing')).toBeInTheDocument();
    expect(screen.getByText('Support for Old Thing ends.')).toBeInTheDocument();
    expect(api.decisionOfEntity).toHaveBeenCalledWith(system, 'en');
  });

  it('has the whole decision on a tab', async () => {
    openEntity(entityPortolanContent);
    expect(await screen.findByRole('region', { name: 'Observability' })).toBeInTheDocument();
  });

  it('has no card without the annotation', async () => {
    const api = openEntity(entityPortolanCard, { ...system, metadata: { ...system.metadata, annotations: {} } });
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(api.decisionOfEntity).not.toHaveBeenCalled();
  });
});
