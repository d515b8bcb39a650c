// Bundles css/main.css and js/main.js into tracker/static/dist/ with hashed names and writes manifest.json,
// which says what each is called now. Run by ../hatch_build.py; needs `npm ci` first.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "tracker", "static", "dist");
const COPIED = ["favicon.svg"];

const { metafile } = await build({
  absWorkingDir: here,
  bundle: true,
  entryNames: "[name]-[hash]",
  entryPoints: ["css/main.css", "js/main.js"],
  format: "esm",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  minify: true,
  outdir: dist,
  target: "chrome80",
});

const manifest = {};
for (const [path, output] of Object.entries(metafile.outputs)) {
  if (output.entryPoint) manifest[basename(output.entryPoint)] = basename(path);
}
await mkdir(dist, { recursive: true });
for (const name of COPIED) {
  const content = await readFile(join(here, name));
  const mark = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  manifest[name] = name.replace(/(\.\w+)$/, `-${mark}$1`);
  await writeFile(join(dist, manifest[name]), content);
}
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

// What an earlier build left is of no more use.
const kept = new Set([...Object.values(manifest), "manifest.json", ".gitkeep"]);
for (const name of await readdir(dist)) {
  if (!kept.has(name)) await rm(join(dist, name), { recursive: true });
}
