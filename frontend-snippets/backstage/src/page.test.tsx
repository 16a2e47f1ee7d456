import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { identityApiRef, storageApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { PortolanError, portolanApiRef, portolanPlugin } from '.';
import { decision, portolan } from './testing/fixtures';

/** The page as `user` sees it, with what the portal has kept for them. */
const openPage = ({ api = portolan(), entry = '/portolan', storage = mockApis.storage(), user = 'user:default/anna' } = {}) => {
  const shown = renderTestApp({
    features: [portolanPlugin],
    initialRouteEntries: [entry],
    apis: [
      [portolanApiRef, api],
      [storageApiRef, storage],
      [identityApiRef, mockApis.identity({ userEntityRef: user })],
    ],
  });
  return { api, storage, ...shown };
};

const heading = (text: string) => screen.findByRole('heading', { name: text });
const press = async (button: string) => userEvent.click(await screen.findByRole('button', { name: button }));
const choose = async (radio: string) => userEvent.click(await screen.findByRole('radio', { name: radio }));
const give = (text: string, name = 'portolan.yaml') => userEvent.upload(screen.getByTestId('profile-file'), new File([text], name));

describe('the questions', () => {
  it('are only those that still matter, each with the reason, and lead to a recommendation', async () => {
    const { api } = openPage();
    await heading('Is it for production?');
    expect(screen.getByText('It bears on 2 slots.')).toBeInTheDocument();
    expect(screen.getByText(/0 answered, 0 skipped, at most 3 left/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled();

    await choose('Yes');
    await press('Next');
    await heading('How large is it?');
    await choose('Small');
    await press('Next');
    // A small platform is not asked what is in use.
    expect(await screen.findByText(/Nothing is left to ask/)).toBeInTheDocument();

    await press('Show the recommendation');
    expect(api.recommend).toHaveBeenCalledWith({ profile: { platform: { production: true, size: 'small' } } }, 'en');
    expect(await screen.findByRole('region', { name: 'Observability' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /Review page/ })).toHaveAttribute(
      'href',
      'https://portolan.example.com/decisions/abc123',
    );
  });

  it('are heard when they come: the focus is on the heading of the new one', async () => {
    openPage();
    expect(await heading('Is it for production?')).not.toHaveFocus();
    await press('I do not know');
    expect(await heading('How large is it?')).toHaveFocus();
    await press('Back');
    expect(await heading('Is it for production?')).toHaveFocus();
  });

  it('can be gone back to, with the answer still there, and passed over where nobody knows', async () => {
    const { api } = openPage();
    await heading('Is it for production?');
    await press('I do not know');
    await heading('How large is it?');
    expect(api.interview).toHaveBeenLastCalledWith({ profile: {}, skipped: ['platform.production'] }, 'en');
    await choose('Large');
    await press('Next');
    await heading('What is in use?');
    await press('Back');
    await heading('How large is it?');
    expect(screen.getByRole('radio', { name: 'Large' })).toBeChecked();
  });

  it('can be changed from the list of answers', async () => {
    openPage();
    await heading('Is it for production?');
    await choose('Yes');
    await press('Next');
    await heading('How large is it?');
    await press('Change: Is it for production?');
    await heading('Is it for production?');
    expect(screen.getByRole('radio', { name: 'Yes' })).toBeChecked();
  });

  it('have an address each', async () => {
    openPage({ entry: '/portolan?question=platform.size' });
    await heading('How large is it?');
    await choose('Large');
    await press('Next');
    await heading('Is it for production?');
  });

  it('can be taken in another order', async () => {
    openPage();
    await userEvent.click(await screen.findByText('Choose another question (2 could still change something)'));
    const section = screen.getByRole('region', { name: 'Platform' });
    expect(section).toHaveTextContent('What is in use? It could change Tracing.');
    await press('What is in use?');
    expect(await heading('What is in use?')).toHaveFocus();
    expect(screen.getByRole('complementary', { name: 'Why this is asked' })).toHaveTextContent('It could change Tracing.');
  });

  it('say so where the address names one that there is not', async () => {
    openPage({ entry: '/portolan?question=platform.gone' });
    await heading('Is it for production?');
    expect(screen.getByText(/There is no question “platform.gone”/)).toBeInTheDocument();
  });

  it('say what the service does not understand at the question, and take another answer', async () => {
    const api = portolan();
    const mistakes = [{ pointer: '/profile/platform/size', detail: 'no such size', hint: 'did you mean large?' }];
    openPage({ api });
    await press('I do not know');
    await heading('How large is it?');
    api.interview.mockRejectedValueOnce(new PortolanError(422, 'Invalid', mistakes));
    await choose('Small');
    await press('Next');
    expect(await screen.findByRole('alert')).toHaveTextContent('no such size – did you mean large?');
    await choose('Large');
    await press('Next');
    await heading('What is in use?');
  });
});

describe('the answers', () => {
  it('are kept for whoever is signed in, and for nobody else', async () => {
    const first = openPage();
    await heading('Is it for production?');
    await choose('Yes');
    await press('Next');
    await heading('How large is it?');
    first.unmount();

    const again = openPage({ storage: first.storage });
    await heading('How large is it?');
    again.unmount();

    openPage({ storage: first.storage, user: 'user:default/ben' });
    await heading('Is it for production?');
  });

  it('are taken from a file, and kept with what else is in it', async () => {
    const { api } = openPage();
    await heading('Is it for production?');
    await give('profile:\n  platform: {production: true}\nedition: "1"\nwaivers: []\n');
    await heading('How large is it?');
    const asked = { profile: { platform: { production: true } }, edition: '1', skipped: [] };
    expect(api.interview).toHaveBeenLastCalledWith(asked, 'en');
  });

  it('of a file with a mistake are refused with its line, and leave those that are there', async () => {
    const api = portolan();
    openPage({ api });
    await heading('Is it for production?');
    await choose('Yes');
    await press('Next');
    await heading('How large is it?');

    const mistakes = [{ pointer: '/profile/stack/in_use/0', detail: 'no such product', hint: 'did you mean jaeger?' }];
    api.interview.mockRejectedValueOnce(new PortolanError(422, 'Invalid', mistakes));
    await give('stack:\n  in_use:\n    - jager\n', 'mine.yaml');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('mine.yaml cannot be used');
    expect(alert).toHaveTextContent('Line 3, column 7: stack.in_use[0] no such product (did you mean jaeger?)');

    await give('stack: [\n');
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('Line 2'));
    expect(screen.getByRole('heading', { name: 'How large is it?' })).toBeInTheDocument();
  });

  it('of a decision take the place of one’s own, which can be brought back', async () => {
    const { storage, unmount } = openPage();
    await heading('Is it for production?');
    await choose('Yes');
    await press('Next');
    await heading('How large is it?');
    unmount();

    openPage({ storage, entry: '/portolan?decision=abc123' });
    await press('Change answers');
    await heading('Is it for production?');
    await press('Back to my answers');
    await heading('How large is it?');
  });
});

describe('a refusal', () => {
  const cases: [string, PortolanError, RegExp][] = [
    ['nobody knows who asks', new PortolanError(401, 'no'), /Sign in to the portal again/],
    ['they may not', new PortolanError(403, 'no'), /can give you the role/],
    ['the proxy has no endpoint', new PortolanError(404, 'no', [], 'proxy'), /proxy.endpoints/],
    ['they ask too often', new PortolanError(429, 'no', [], 'portolan', 7), /in 7 seconds/],
    ['it is not ready', new PortolanError(503, 'no'), /not ready/],
    ['it broke', new PortolanError(500, 'no'), /Its log says what/],
    ['the proxy gets no answer', new PortolanError(504, 'no', [], 'proxy'), /HTTP 504/],
    ['a sign-in page answers', PortolanError.stranger(200), /Something else answered/],
    ['there is no network', PortolanError.unreachable(new TypeError()), /cannot be reached/],
  ];

  it.each(cases)('is told where %s, and asked again', async (_, error, words) => {
    const api = portolan();
    api.interview.mockRejectedValueOnce(error);
    openPage({ api });
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
    await press('Try again');
    await heading('Is it for production?');
  });

  it('for want of a network is asked again when there is one', async () => {
    const api = portolan();
    api.interview.mockRejectedValueOnce(PortolanError.unreachable(new TypeError()));
    openPage({ api });
    await screen.findByRole('alert');
    window.dispatchEvent(new Event('online'));
    await heading('Is it for production?');
  });
});

describe('a decision', () => {
  const openDecision = (api = portolan()) => openPage({ api, entry: '/portolan?decision=abc123' }).api;

  it('is a picture: verdicts, how firm they stand, warnings with their days, and what changed', async () => {
    const api = openDecision();
    const area = await screen.findByRole('region', { name: 'Observability' });
    expect(api.decision).toHaveBeenCalledWith('abc123', 'en');
    expect(area).toHaveTextContent('! sensitive');
    expect(area).toHaveTextContent('▲ Old Thing: end of life, 2026-03-31');
    expect(area).toHaveTextContent('changed');
    expect(area).toHaveTextContent('before: Old Thing (adopt)');
    expect(screen.getByText('Since edition 1: 1 changed')).toBeInTheDocument();
    const idle = within(screen.getByRole('region', { name: 'Delivery' }));
    expect(idle.getByRole('button', { name: 'Deployment' })).toBeInTheDocument();
  });

  it('gives the reasons of a slot, what a pick hangs on, and what is overruled in it', async () => {
    openDecision();
    const area = await screen.findByRole('region', { name: 'Observability' });
    await userEvent.click(within(area).getByRole('button', { name: /Tracing/ }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('Its support has ended.')).toBeInTheDocument();
    expect(await within(dialog).findByText('Leads to: New Thing')).toBeInTheDocument();
    expect(within(dialog).getByText('What is in use?')).toBeInTheDocument();
    expect(within(dialog).getByText('Nobody here can run it.')).toBeInTheDocument();
    expect(within(dialog).getByRole('link', { name: 'tracing/old-thing' })).toHaveAttribute(
      'href',
      'https://portolan.example.com/rules/tracing/old-thing',
    );
  });

  it('is compared with what another edition would have said', async () => {
    const api = openDecision();
    await userEvent.click(await screen.findByRole('button', { name: /Compare with/ }));
    await userEvent.click(await screen.findByRole('option', { name: /The first/ }));
    const picks = await screen.findByRole('region', { name: 'Recommended products' });
    expect(picks).toHaveTextContent('TracingOld Thing→New Thing');
    expect(api.compareEditions).toHaveBeenCalledWith(decision, '1', 'en');
  });

  it('leads to a question worth answering, with the answers behind it', async () => {
    const api = openDecision();
    await press('Answer: How large is it?');
    await heading('How large is it?');
    const asked = { profile: decision.receipt.request.profile, skipped: [] };
    expect(api.interview).toHaveBeenLastCalledWith(asked, 'en');
  });

  it('is still told where its picture cannot be had', async () => {
    const api = portolan();
    api.picture.mockRejectedValueOnce(new PortolanError(503, 'no'));
    openDecision(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(/not ready/);
    expect(screen.getByText('Support for Old Thing ends.')).toBeInTheDocument();
    await press('Try again');
    await screen.findByRole('region', { name: 'Observability' });
  });
});

describe('the review of a decision', () => {
  const openDecision = (api = portolan()) => openPage({ api, entry: '/portolan?decision=abc123' }).api;

  it('shows how it stands, what is overruled until when and by whom, and what is waived', async () => {
    openDecision();
    await screen.findByText(/0 parts accepted, 1 overruled/);
    expect(screen.getByText('Nobody here can run it.')).toBeInTheDocument();
    expect(screen.getByText(/until 2026-06-30/)).toBeInTheDocument();
    expect(screen.getByText('The move is planned for spring.')).toBeInTheDocument();
    expect(screen.getByText(/until 2026-05-31/)).toBeInTheDocument();
  });

  it('takes a word of whoever has the role, in the name of whoever is signed in', async () => {
    const api = openDecision();
    await choose('Comment');
    expect(screen.getByRole('button', { name: 'Comment' })).toBeDisabled();
    await userEvent.type(screen.getByRole('textbox', { name: /What you want to say/ }), 'Well done.');
    await press('Comment');
    const said = { kind: 'comment', slot: undefined, text: 'Well done.' };
    expect(api.review).toHaveBeenCalledWith('abc123', said, expect.any(String));
    expect(await screen.findByText('Kept.')).toBeInTheDocument();
    expect(api.standing.mock.calls.length).toBeGreaterThan(1);
  });

  it('marks in the picture what no longer counts', async () => {
    openDecision();
    const area = await screen.findByRole('region', { name: 'Observability' });
    expect(await within(area).findByText(/overruled: adopt → avoid/)).toBeInTheDocument();
  });

  it('offers a waiver only of what something stands against', async () => {
    openDecision();
    await choose('Waive');
    await userEvent.click(await screen.findByRole('button', { name: /Part of the platform/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Tracing' }));
    await userEvent.click(await screen.findByRole('button', { name: /^Choose Product|Product/ }));
    const offered = await screen.findAllByRole('option');
    expect(offered.map(one => one.textContent)).toEqual(['Old Thing – migrate']);
  });

  it('lets people take back what they said, and nobody else', async () => {
    const api = openDecision();
    // Anna overruled; the waiver is Ben's.
    const buttons = await screen.findAllByRole('button', { name: 'Take back' });
    expect(buttons).toHaveLength(1);
    await userEvent.click(buttons[0]);
    expect(api.review).toHaveBeenCalledWith('abc123', { kind: 'withdraw', review: 'r1' }, 'r1');
  });

  it('is there to be read for whoever has not the role, and says why', async () => {
    const api = portolan();
    api.caller.mockResolvedValue({ caller: 'user:default/ben', roles: ['read', 'decide'] });
    openDecision(api);
    expect(await screen.findByText(/To review takes the role “review”/)).toHaveTextContent('Signed in as ben');
    expect(screen.queryByRole('form')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Take back' })).not.toBeInTheDocument();
  });
});
