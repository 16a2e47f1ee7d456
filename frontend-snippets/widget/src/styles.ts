/** The looks. Every colour can be set by the host: `--portolan-ink` and so on; by itself it is the paper of a sea chart. */

const COLOURS: Record<string, string> = {
  paper: "light-dark(#faf7f0, #10191d)",
  card: "light-dark(#ffffff, #172329)",
  ink: "light-dark(#1d2b30, #e6ecec)",
  faint: "light-dark(#56686e, #9db0b5)",
  line: "light-dark(#dcd5c4, #2c3c43)",
  sea: "light-dark(#0f5c6e, #7cc7d6)",
  "sea-wash": "light-dark(#e3f0f1, #15333b)",
  good: "light-dark(#1f6b3b, #86d3a0)",
  "good-wash": "light-dark(#e0f1e5, #163522)",
  warm: "light-dark(#8a5300, #f0c078)",
  "warm-wash": "light-dark(#fbeed6, #3a2b12)",
  bad: "light-dark(#a3261b, #f39a8f)",
  "bad-wash": "light-dark(#fbe6e2, #43201c)",
  "grey-wash": "light-dark(#ecebe6, #243138)",
};

const colours = Object.entries(COLOURS)
  .map(([name, value]) => `--${name}: var(--portolan-${name}, ${value});`)
  .join("");

const CSS_TEXT = `
:host { display: block; container-type: inline-size; color: var(--ink);
  font-family: var(--portolan-font, inherit); font-size: var(--portolan-size, 1rem); line-height: 1.5; ${colours} }
:host([hidden]) { display: none }
:host([theme="light"]) { color-scheme: light }
:host([theme="dark"]) { color-scheme: dark }
:host([theme="auto"]) { color-scheme: light dark }
*, *::before, *::after { box-sizing: border-box }
.root { background: var(--paper); border-radius: var(--portolan-radius, 12px); padding: var(--portolan-padding, clamp(.75em, 2.5cqi, 2em));
  overflow-wrap: anywhere }
.root:lang(ko) { word-break: keep-all }
h1, h2, h3, h4, h5, h6, p, ul, fieldset { margin: 0; padding: 0 }
.title { font-size: 1.35em; line-height: 1.25; letter-spacing: -.01em }
.panel > header > :first-child { font-size: 1.05em }
.asked { font-size: .9em; margin-top: 1em }
ul { list-style: none }
a { color: var(--sea); text-underline-offset: .15em }
.faint { color: var(--faint); font-size: .9em }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
:focus-visible { outline: 3px solid var(--sea); outline-offset: 2px; border-radius: 4px }
.region:focus { outline: none }
summary { cursor: pointer }
header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .25em 1.25em; margin-bottom: .9em }
.tally { display: flex; flex-wrap: wrap; gap: .35em }
.tally .badge { font-size: .85em }
.facts { flex: 1 0 100% }
footer { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .5em 1.25em; margin-top: 1.1em; font-size: .9em }

button { font: inherit; color: inherit; cursor: pointer }
button:not(.box) { font-weight: 600; color: var(--card); background: var(--sea); border: 1px solid transparent; border-radius: 8px; padding: .35em 1em; min-height: 2.25em }
button.plain:not(.box) { color: var(--sea); background: none; border-color: var(--line); font-weight: 500 }
button:hover { border-color: var(--sea) }
button:not(.box, .plain):hover { filter: brightness(1.12) }

.picture { display: flex; flex-wrap: wrap; gap: .7em }
.picture:has(.panel) { align-items: flex-start }
.layer:has(.panel) { flex-basis: 100% }
.layer { --count: 1; flex: var(--count) 1 min(100%, calc(var(--count) * 11.5em + 1.6em)); min-width: 0; padding: .6em .8em .8em;
  border: 1px solid var(--line); border-top: 4px solid var(--sea); border-radius: 10px;
  background: color-mix(in srgb, var(--sea-wash) 45%, transparent) }
.count-2 { --count: 2 }
.count-3 { --count: 3 }
.count-4 { --count: 4 }
.count-5 { --count: 5 }
.count-6 { --count: 6 }
.layer > :first-child { font-size: .95em; line-height: 1.3; margin-bottom: .5em; color: var(--sea) }
.boxes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12em), 1fr)); grid-auto-flow: row dense; gap: .6em; align-items: stretch; min-width: 0 }
.quiet { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: .4em }
.box { text-align: left; background: var(--card); border: 1px solid var(--line); border-radius: 8px; min-width: 0 }
.box[aria-expanded="true"] { border-color: var(--sea); box-shadow: inset 0 0 0 1px var(--sea) }
.full { max-width: 30em; display: flex; flex-direction: column; gap: .25em; padding: .55em .7em; min-height: 4.8em }
.slot { display: flex; justify-content: space-between; gap: .5em; color: var(--faint); font-size: .82em; line-height: 1.3 }
.standing { flex: none; display: inline-grid; place-items: center; width: 1.35em; height: 1.35em; border-radius: 50%; font-size: .95em; font-weight: 700; color: var(--faint); background: var(--grey-wash) }
.picks { display: grid; gap: .15em }
.none { color: var(--faint) }
.small { display: inline-flex; align-items: baseline; gap: .4em; border-style: dashed; background: none; color: var(--faint); font-size: .85em; padding: .25em .6em; min-height: 1.85em }
.pick { display: flex; align-items: baseline; gap: .4em; min-width: 0; overflow-wrap: break-word }
.pick > :last-child { min-width: 0; line-height: 1.3 }
.pick .sign { flex: none; display: inline-grid; place-items: center; width: 1.5em; height: 1.5em; border-radius: 50%; font-size: .8em; font-weight: 700; align-self: start }
.word { font-size: .8em; font-weight: 600; white-space: nowrap }
.verdict-adopt, .verdict-keep { --tone: var(--good); --wash: var(--good-wash) }
.verdict-trial, .verdict-consider { --tone: var(--sea); --wash: var(--sea-wash) }
.verdict-migrate { --tone: var(--warm); --wash: var(--warm-wash) }
.verdict-avoid { --tone: var(--bad); --wash: var(--bad-wash) }
.pick .sign { color: var(--tone); background: var(--wash) }
.pick .word { color: var(--tone) }
.badges { display: flex; flex-wrap: wrap; gap: .3em; margin-top: auto; padding-top: .25em }
.badge { display: inline-flex; align-items: baseline; gap: .35em; font-size: .75em; font-weight: 600; line-height: 1.35; padding: .1em .6em; border-radius: 999px; white-space: nowrap; color: var(--faint); background: var(--grey-wash) }
.badge-firm, .badge-decided { color: var(--good); background: var(--good-wash) }
.badge-may-change, .badge-open, .badge-note { color: var(--sea); background: var(--sea-wash) }
.badge-sensitive, .badge-warning { color: var(--warm); background: var(--warm-wash) }
.badge-unserved, .badge-contested { color: var(--bad); background: var(--bad-wash) }
.badge-since { color: var(--sea); background: none; box-shadow: inset 0 0 0 1px var(--sea) }
.badge-changed { color: var(--card); background: var(--sea) }
.changed { border-color: var(--sea); border-style: solid; border-width: 2px }

.panel { grid-column: 1 / -1; flex-basis: 100%; background: var(--card); border: 1px solid var(--sea); border-radius: 8px; padding: .8em 1em; min-width: 0 }
.panel header { flex-wrap: nowrap; align-items: center; margin-bottom: .5em }
.verdicts > li { border-top: 1px solid var(--line); padding: .4em 0 }
.verdicts summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1em .8em }
.verdicts summary::before { content: "+"; content: "+" / ""; color: var(--faint); width: .7em }
.verdicts details[open] > summary::before { content: "−"; content: "−" / "" }
.reasons { display: grid; gap: .6em; padding: .3em 0 .4em 1.5em; max-width: 75ch }
.reasons li li { margin-top: .2em }
.id { font: .8em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--faint) }
.cites { font-size: .9em; color: var(--faint) }
.cites ul { padding-left: 1em }
.aside { padding-left: 1.67em; color: var(--faint); font-size: .9em }
.warnings { display: grid; gap: .4em; margin: .4em 0 .6em }
.warnings li { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2em .7em; font-size: .92em }
.warnings time { font-weight: 600; font-variant-numeric: tabular-nums }
.warnings li > :last-child { flex: 1 1 18em }
.alarm { margin-bottom: .7em; padding: .45em .8em; border-radius: 8px; background: var(--warm-wash); border-left: 4px solid var(--warm) }
.alarm > summary { font-weight: 600; color: var(--warm) }
.alarm .badge { background: var(--card) }

.asking { display: grid; gap: 1em; margin-top: 1em; align-content: start }
.asking > :empty { display: none }
.next, .answered { padding: .9em 1.1em; background: var(--card); border: 1px solid var(--line); border-radius: 10px }
.next > :first-child, .answered > :first-child { font-size: .85em; color: var(--faint); font-weight: 600; margin-bottom: .4em }
.answered li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .3em 1em; padding: .25em 0 }
.outcome { display: flex; flex-wrap: wrap; align-items: center; gap: .4em; margin-top: .5em; padding-top: .6em; border-top: 1px solid var(--line) }
.outcome p { font-weight: 600; margin-right: .4em }
.outcome button { font-size: .9em }
.more { margin-top: .8em; padding-top: .6em; border-top: 1px solid var(--line) }
.since { font-size: .9em; color: var(--sea); margin-bottom: .4em }
.question { margin-top: .5em }
.question + .question { margin-top: 1.2em }
fieldset { border: 0; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .5em }
legend { font-weight: 600; padding: 0; margin-bottom: .3em }
.question details { font-size: .9em; color: var(--faint); max-width: 75ch }
.question details p { margin-top: .3em }
.options { display: flex; flex-wrap: wrap; gap: .2em 1.3em }
.options label { display: flex; gap: .5em; align-items: flex-start; padding: .3em 0; cursor: pointer }
.options label[hidden] { display: none }
.many { max-height: 13em; overflow-y: auto; border: 1px solid var(--line); border-radius: 8px; padding: .3em .7em }
.field { display: grid; gap: .5em; justify-items: start }
.many { width: 100% }
.versions { display: grid; gap: .4em }
.versions label { display: flex; flex-wrap: wrap; align-items: center; gap: .3em .8em }
.versions label > :first-child { min-width: 9em }
input { font: inherit; color: inherit; accent-color: var(--sea) }
input[type="radio"], input[type="checkbox"] { width: 1.1em; height: 1.1em; margin: .2em 0 0; flex: none }
select { font: inherit; color: inherit }
select, input:not([type="radio"], [type="checkbox"]) { background: var(--paper); border: 1px solid var(--faint); border-radius: 6px; padding: .3em .6em; min-height: 2.4em; max-width: 100% }
.complaint { color: var(--bad); font-weight: 600 }
.complaint:empty { display: none }
.actions { display: flex; flex-wrap: wrap; gap: .6em }
.legend ul { display: flex; flex-wrap: wrap; gap: .4em 1.1em; margin-top: .4em }

.notice { display: grid; gap: .5em; justify-items: start; padding: .9em 1.1em; margin-bottom: .8em; border-radius: 8px; background: var(--bad-wash); border-left: 4px solid var(--bad) }
.kept { position: sticky; top: .5em; z-index: 1; max-height: 60vh; overflow: auto; box-shadow: 0 2px 10px rgb(0 0 0 / 20%) }
.offline, .later { background: var(--warm-wash); border-color: var(--warm) }
.empty { background: var(--grey-wash); border-color: var(--faint); margin: 0 }
.notice ul { list-style: disc; padding-left: 1.2em; font-size: .9em }
.skeleton { display: grid; gap: .6em }
.skeleton .boxes { margin-top: .6em }
.bone { height: 5.5em; border-radius: 8px; background: var(--grey-wash) }

@container (max-width: 34em) {
  .layer { padding: .45em .5em .55em }
  .boxes { grid-template-columns: repeat(auto-fit, minmax(min(100%, 8.5em), 1fr)); gap: .4em }
  .full { padding: .45em .5em; min-height: 4.4em }
  .pick { gap: .25em }
  .pick b { font-size: .8em }
  .pick .sign { font-size: .7em; margin-top: .2em }
  .panel { padding: .7em .8em }
  .reasons, .aside { padding-left: .2em }
}
@container (min-width: 90em) {
  .root:has(.next, .answered) { display: grid; grid-template-columns: minmax(0, 1fr) clamp(24em, 22cqi, 34em); column-gap: 1.5em; align-content: start }
  .root:has(.next, .answered) > * { grid-column: 1 / -1 }
  .root:has(.next, .answered) > .shown { grid-column: 1; grid-row: 3 }
  .root > .asking { grid-column: 2; grid-row: 3; margin: -4px; padding: 4px; position: sticky; top: 1em; align-self: start; max-height: calc(100vh - 2em); overflow: auto }
}
@container (min-width: 120em) { .root { font-size: 1.1em } }
@container (min-width: 180em) { .root { font-size: 1.3em } }
@media (prefers-reduced-motion: no-preference) {
  .bone { animation: wait 1.4s ease-in-out infinite alternate }
  .changed { animation: changed .9s ease-out }
  .box { transition: border-color .15s }
}
@keyframes wait { to { opacity: .45 } }
@keyframes changed { from { background: var(--sea-wash) } }
@media (forced-colors: active) {
  .badge { border: 1px solid }
  .pick .sign, .standing { forced-color-adjust: none; color: CanvasText; background: Canvas; border: 1px solid }
  .layer, .notice, .alarm { border-color: CanvasText }
  .box[aria-expanded="true"], .changed { outline: 2px solid Highlight }
}
@media print {
  .root { padding: 0; background: none; color-scheme: light; color: var(--ink); print-color-adjust: exact }
  .asking, .legend, .notices, .panel header button { display: none }
  .box, .panel li, .alarm li { break-inside: avoid }
  .layer > :first-child { break-after: avoid }
  .alarm::details-content { content-visibility: visible }
}
`;

let made: CSSStyleSheet | undefined;

/** One for all elements of a page. A sheet made by a script needs no leave from a strict `style-src`. */
export function sheet(): CSSStyleSheet {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(CSS_TEXT);
  }
  return made;
}
