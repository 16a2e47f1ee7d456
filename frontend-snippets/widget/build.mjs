// Bundles the widget into the one file that the service serves. `--check`: says whether that file is what a build gives.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const LIMIT = 40 * 1024; // bytes, compressed
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const TARGET = here("../../plugin_api/pages/static/widget.js");

const made = await build({
  entryPoints: [here("src/index.ts")],
  absWorkingDir: here("."),
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/* Portolan: <portolan-advice>. Built from frontend-snippets/widget, see its README. Apache-2.0 */" },
});
const content = made.outputFiles[0].contents;
const compressed = gzipSync(content, { level: 9 }).length;
console.log(`widget.js: ${content.length} bytes, ${compressed} compressed`);
console.log(`sha384-${createHash("sha384").update(content).digest("base64")}`);
if (compressed > LIMIT) fail(`It is to stay under ${LIMIT} bytes compressed.`);
if (!process.argv.includes("--check")) await writeFile(TARGET, content);
else if (!Buffer.from(content).equals(await readFile(TARGET))) {
  fail("plugin_api/pages/static/widget.js is not what these sources give: run `npm run build`, and commit it.");
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
