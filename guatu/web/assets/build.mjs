// Makes what the pages load: one style sheet, one script, one sprite of icons, into guatu/web/static/guatu.
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "guatu");
const tabler = join(here, "..", "..", "..", "node_modules", "@tabler", "icons", "icons", "outline");

const shared = {
  bundle: true,
  minify: true,
  charset: "utf8",
  target: ["chrome99"], // the oldest browser still met in offices
  legalComments: "eof",
  logLevel: "warning",
};

function inside(svg) {
  return svg
    .replace(/<!--[^]*?-->/g, "")
    .replace(/^[^]*?<svg[^>]*>|<\/svg>\s*$/g, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, "")
    .replace(/\s+/g, " ")
    .replace(/> </g, "><")
    .trim();
}

async function symbols() {
  const names = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const icons = Object.entries(names).map(async ([name, source]) => {
    const svg = await readFile(join(tabler, `${source}.svg`), "utf8");
    return `<symbol id="${name}" viewBox="0 0 24 24">${inside(svg)}</symbol>`;
  });
  const drawn = (await readdir(join(here, "drawings"))).sort().map(async (file) => {
    const svg = await readFile(join(here, "drawings", file), "utf8");
    const box = svg.match(/viewBox="([^"]+)"/)[1];
    const fill = /<svg[^>]* fill="none"/.test(svg) ? ' fill="none"' : "";
    return `<symbol id="${file.replace(".svg", "")}" viewBox="${box}"${fill}>${inside(svg)}</symbol>`;
  });
  return Promise.all([...icons, ...drawn]);
}

await mkdir(out, { recursive: true });
const sprite = await symbols();
await writeFile(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${sprite.join("\n")}</svg>\n`);
await cp(join(here, "drawings", "brand.svg"), join(out, "brand.svg"));
await cp(join(here, "samples"), join(out, "samples"), { recursive: true });
await build({ ...shared, entryPoints: [join(here, "css", "guatu.css")], outfile: join(out, "guatu.css") });
// what one page alone needs does not burden the others
for (const name of ["print", "grid", "field", "verify", "regimes"]) {
  await build({ ...shared, entryPoints: [join(here, "css", `${name}.css`)], outfile: join(out, `${name}.css`) });
}
await build({ ...shared, entryPoints: [join(here, "js", "grid", "grid.ts")], outfile: join(out, "grid.js"), format: "iife" });
await build({ ...shared, entryPoints: [join(here, "js", "first.js")], outfile: join(out, "first.js"), format: "iife" });
await build({ ...shared, entryPoints: [join(here, "js", "offline", "offline.js")], outfile: join(out, "offline.js"), format: "iife" });
// last: make takes this file's age for the age of the whole build
await build({ ...shared, entryPoints: [join(here, "js", "guatu.js")], outfile: join(out, "guatu.js"), format: "iife" });
// the worker keeps what the pages load, by the version of all of it
const version = createHash("sha256");
for (const name of ["guatu.css", "guatu.js", "first.js", "offline.js", "field.css", "icons.svg"]) version.update(await readFile(join(out, name)));
await build({
  ...shared,
  entryPoints: [join(here, "js", "worker.js")],
  outfile: join(out, "worker.js"),
  format: "iife",
  define: { VERSION: JSON.stringify(version.digest("hex").slice(0, 12)) },
});
