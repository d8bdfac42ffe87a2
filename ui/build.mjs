// Builds static/dist from ui/styles, ui/scripts and the npm packages. Run: npm run build
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as sass from "sass";

const ui = dirname(fileURLToPath(import.meta.url));
const root = dirname(ui);
const modules = join(root, "node_modules");
const dist = join(root, "static", "dist");

async function buildStyles() {
  const { css } = sass.compile(join(ui, "styles", "nabor.scss"), {
    loadPaths: [join(modules, "govuk-frontend", "dist"), modules],
    quietDeps: true,
    style: "compressed",
  });
  await writeFile(join(dist, "nabor.css"), css);
}

async function buildScripts() {
  await build({
    bundle: true,
    entryPoints: ["nabor", "autocomplete"].map((name) => join(ui, "scripts", `${name}.js`)),
    format: "esm",
    legalComments: "eof",
    logLevel: "warning",
    minify: true,
    outdir: dist,
    target: "es2020",
  });
}

async function copyFonts() {
  const source = join(modules, "@fontsource", "source-sans-3", "files");
  await mkdir(join(dist, "fonts"));
  for (const subset of ["latin", "latin-ext", "cyrillic"]) {
    for (const weight of [400, 600]) {
      const name = `source-sans-3-${subset}-${weight}-normal.woff2`;
      await copyFile(join(source, name), join(dist, "fonts", name));
    }
  }
}

await rm(dist, { force: true, recursive: true });
await mkdir(dist, { recursive: true });
await Promise.all([buildStyles(), buildScripts(), copyFonts()]);
