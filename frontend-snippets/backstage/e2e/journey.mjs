/**
 * The plugin in an app shell of Backstage's, in a real Chromium, against a real Portolan.
 *
 *   npm run build:dev && node e2e/journey.mjs
 *
 * PORTOLAN_URL: a Portolan that is up, http://127.0.0.1:8000 where it is left out. CHROMIUM: the browser, /usr/bin/chromium.
 * Screenshots go to e2e/out. Exit code 1: a step failed, the console showed an error, or another host was asked.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'e2e', 'out');
mkdirSync(out, { recursive: true });

const server = await preview({ configFile: join(root, 'vite.config.ts'), preview: { port: 0, strictPort: false } });
const base = server.resolvedUrls.local[0].replace(/\/$/, '');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
const failures = [];

/** A page that notes every error, and every request to another host. `expected`: errors that a step provokes. */
async function open({ width = 1280, height = 900, colorScheme = 'light', language = 'en', expected = [] } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, acceptDownloads: true });
  // As the portal's own settings page keeps them.
  await context.addInitScript(
    ([chosen, theme]) => {
      localStorage.setItem('language', chosen);
      localStorage.setItem('theme', theme);
    },
    [language, colorScheme],
  );
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', error => failures.push(`page error: ${error.message}`));
  page.on('console', message => {
    const text = `${message.text()} ${message.location().url}`;
    if (message.type() === 'error' && !expected.some(one => text.includes(one))) failures.push(`console: ${text}`);
  });
  page.on('request', request => {
    const url = request.url();
    if (!url.startsWith(base) && !/^(data|blob):/.test(url)) failures.push(`another host: ${url}`);
  });
  return page;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A screenshot to be looked at, and what axe finds in the plugin's own part of the page. */
async function shot(page, name, part = 'main') {
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
  await page.evaluate(axe);
  const found = await page.evaluate(async within => {
    const { violations } = await window.axe.run(document.querySelector(within));
    return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 200)}`));
  }, part);
  failures.push(...found.map(one => `axe in ${name}: ${one}`));
}

async function narrow(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) throw new Error(`${wide} px wider than the screen at ${page.url()}`);
  // What a box around it cuts off makes nothing wider.
  const cut = await page
    .locator('section[aria-label] button')
    .evaluateAll(boxes => boxes.filter(box => box.getBoundingClientRect().right > window.innerWidth).map(box => box.innerText));
  if (cut.length) throw new Error(`cut off at ${page.url()}: ${cut.join(' | ')}`);
}

async function step(name, run) {
  const started = Date.now();
  try {
    await run();
    console.log(`ok    ${name} (${Date.now() - started} ms)`);
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
    console.log(`FAILED ${name}`);
  }
}

/** Until a yes-or-no question comes, nobody knows. */
async function passOver(page) {
  const heading = page.locator('form h2');
  await heading.waitFor();
  for (let count = 0; count < 12 && !(await page.getByRole('radio', { name: 'Yes' }).count()); count += 1) {
    const before = await heading.innerText();
    await page.getByRole('button', { name: 'I do not know' }).click();
    await page.waitForFunction(text => document.querySelector('form h2')?.innerText !== text, before);
  }
}

const focused = page => page.evaluate(() => document.activeElement?.tagName);
const expectSame = (found, wanted, what) => {
  if (found !== wanted) throw new Error(`${what}: ${found}, and not ${wanted}`);
};
const give = (page, name, text) =>
  page.getByTestId('profile-file').setInputFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from(text) });

await step('the wizard asks, says why, and leads to a picture', async () => {
  const page = await open();
  await page.goto(`${base}/portolan`);
  await page.getByRole('button', { name: 'Next' }).waitFor();
  await shot(page, 'wizard-first');
  const first = await page.locator('form h2').innerText();
  // By keyboard alone: the focus is on the new question.
  await page.getByRole('button', { name: 'I do not know' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(text => document.querySelector('form h2')?.innerText !== text, first);
  expectSame(await focused(page), 'H2', 'the focus');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.waitForFunction(text => document.querySelector('form h2')?.innerText === text, first);
  await passOver(page);
  await page.getByText('Yes', { exact: true }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText(/1 answered/).first().waitFor();
  await shot(page, 'wizard-answered');

  const here = await page.locator('form h2').innerText();
  await page.reload();
  await page.getByText(/1 answered/).first().waitFor();
  expectSame(await page.locator('form h2').innerText(), here, 'the question after a reload');

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as YAML' }).click();
  const saved = readFileSync(await (await downloading).path(), 'utf8');
  if (!/^profile:\n {2}\w+:\n {4}\w+: true\n$/.test(saved)) throw new Error(`saved: ${saved}`);

  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByText(/0 answered/).first().waitFor();
  await give(page, 'portolan.yaml', saved);
  await page.getByText(/1 answered/).first().waitFor();

  await page.getByRole('button', { name: 'Show the recommendation' }).click();
  await page.locator('section[aria-label] button').first().waitFor();
  await shot(page, 'result');
  await page.locator('section[aria-label] button').first().click();
  await page.getByRole('dialog').waitFor();
  await shot(page, 'result-slot', '[role=dialog]');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /Compare with/ }).click();
  await page.getByRole('option').first().click();
  await page.getByText(/parts change/).waitFor();
  await shot(page, 'result-compared');
  await page.context().close();
});

await step('the questions that can be chosen are those that the service says still matter', async () => {
  const page = await open();
  let told;
  page.on('response', async response => {
    if (response.url().includes('/v1/interviews')) told = await response.json();
  });
  const open_ = () => told.questions.filter(one => one.standing === 'open' && one.question !== told.question.id);
  const listed = async () => {
    const others = page.locator('details').filter({ hasText: 'Choose another question' });
    if (!(await others.evaluate(one => one.open))) await others.locator('summary').click();
    return others.locator('li').evaluateAll(lines => lines.map(line => line.innerText.replace(/\s+/g, ' ')));
  };
  await page.goto(`${base}/portolan`);
  await page.getByRole('button', { name: 'Next' }).waitFor();
  const { sections } = await (await page.request.get(`${base}/api/proxy/portolan/v1/questionnaire?lang=en`)).json();
  const texts = Object.fromEntries(sections.flatMap(one => one.questions).map(one => [one.id, one.text]));
  const first = await listed();
  expectSame(JSON.stringify(first), JSON.stringify(open_().map(one => `${texts[one.question]} ${one.text}`)), 'the other questions');
  await shot(page, 'wizard-others');

  // Whoever chooses one is told why it is asked; and what an answer settles is not offered any more.
  const before = told.questions.filter(one => one.standing === 'open').length;
  await page.locator('form').getByText('None', { exact: true }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  // Nothing is in use, from which another answer follows.
  await page.getByText(/2 answered/).first().waitFor();
  const rest = await listed();
  expectSame(rest.length, open_().length, 'how many are left');
  if (open_().length + 1 >= before) throw new Error('an answer took no question away');
  const gone = first.filter(line => !rest.includes(line)).length;
  if (!gone) throw new Error('the list is still that of before');
  const chosen = open_()[0];
  await page.getByRole('button', { name: texts[chosen.question], exact: true }).click();
  await page.waitForFunction(text => document.querySelector('form h2')?.innerText === text, texts[chosen.question]);
  await page.getByRole('complementary', { name: 'Why this is asked' }).getByText(chosen.text).waitFor();
  await page.context().close();
});

await step('a file with mistakes is told line by line', async () => {
  const page = await open({ expected: ['422'] });
  await page.goto(`${base}/portolan`);
  await page.getByRole('button', { name: 'Next' }).waitFor();
  await give(page, 'mine.yaml', 'profile:\n  platform:\n    produktion: true\n  stack:\n    in_use:\n      - jager\n');
  await page.getByText(/Line 3, column 5/).waitFor();
  await page.getByText(/Line 6, column 9/).waitFor();
  await shot(page, 'file-with-mistakes');
  await page.context().close();
});

await step('whoever has the role reviews, and others read and are told why', async () => {
  const page = await open();
  await page.goto(`${base}/catalog/default/system/shop/portolan`);
  const form = page.getByRole('form', { name: 'Review it' });
  await form.getByText('Overrule', { exact: true }).click();
  await shot(page, 'review-form');
  await form.getByText('Comment', { exact: true }).click();
  await form.getByRole('textbox', { name: /What you want to say/ }).fill('Looked at by the board.');
  await form.getByRole('button', { name: 'Comment' }).click();
  await page.getByText('Looked at by the board.').first().waitFor();
  await form.getByRole('button', { name: 'Accept' }).click();
  await page.getByText(/0 waiting/).first().waitFor();
  await shot(page, 'reviewed');

  await page.route('**/v1/caller', route => route.fulfill({ json: { caller: 'user:default/ben', roles: ['read'] } }));
  await page.reload();
  await page.getByText(/To review takes the role/).waitFor();
  if (await form.count()) throw new Error('there is a form for whoever may not review');
  await page.context().close();
});

await step('an entity without a profile is told how to get one', async () => {
  const page = await open();
  await page.goto(`${base}/catalog/default/system/plain/portolan`);
  await page.getByRole('heading', { name: 'No profile yet' }).waitFor();
  await shot(page, 'empty');
  await page.context().close();
});

for (const [language, colorScheme, width] of [
  ['en', 'light', 1280],
  ['ko', 'dark', 1280],
  ['ko', 'light', 360],
  ['en', 'dark', 360],
]) {
  const look = `${language}-${colorScheme}-${width}`;
  await step(`an entity, on its card and its tab, and the home page: ${look}`, async () => {
    const page = await open({ language, colorScheme, width });
    const title = language === 'ko' ? '클라우드 네이티브 추천' : 'Cloud-native advice';
    await page.goto(`${base}/catalog/default/system/shop`);
    await page.getByRole('heading', { name: title }).first().waitFor();
    await page.getByText('Ingress NGINX').first().waitFor();
    await shot(page, `card-${look}`);
    await page.goto(`${base}/catalog/default/system/shop/portolan`);
    await page.locator('section[aria-label] button').first().waitFor();
    await page.getByRole('form').waitFor();
    await shot(page, `tab-${look}`);
    await narrow(page);
    await page.goto(`${base}/portolan`);
    await page.getByRole('button', { name: language === 'ko' ? '다음' : 'Next' }).waitFor();
    await shot(page, `wizard-${look}`);
    await narrow(page);
    await page.goto(`${base}/home`);
    await page.getByRole('link', { name: 'system:default/shop' }).first().waitFor();
    await shot(page, `home-${look}`, '[class*=MuiCardContent]');
    await narrow(page);
    await page.context().close();
  });
}

await step('a profile with a mistake is told where it is', async () => {
  const page = await open({ expected: ['422'] });
  await page.goto(`${base}/catalog/default/system/typo`);
  await page.getByText(/produktion/).first().waitFor();
  await shot(page, 'mistake');
  await page.context().close();
});

await step('a Portolan that fails is told, and asked again', async () => {
  const page = await open({ expected: ['503', 'ERR_FAILED', 'Failed to load resource'] });
  await page.route('**/api/proxy/portolan/**', route => route.fulfill({ status: 503, json: { type: 'urn:portolan:problem:not-ready', title: 'Not ready' } }));
  await page.goto(`${base}/portolan`);
  await page.getByRole('alert').getByText(/not ready/).waitFor();
  await page.unroute('**/api/proxy/portolan/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Next' }).waitFor();
  await page.route('**/v1/recommendations', route => route.abort());
  await page.getByRole('button', { name: 'Show the recommendation' }).click();
  await page.getByRole('alert').getByText(/cannot be reached/).waitFor();
  await shot(page, 'offline');
  await page.context().close();
});

await browser.close();
await server.close();
for (const failure of new Set(failures)) console.error(failure);
process.exit(failures.length ? 1 : 0);
