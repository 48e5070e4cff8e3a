/** Builds every component to one script and one style sheet; the output is the same bytes on every machine. */
import { build } from "esbuild";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(here, process.argv[2] ?? "build");
const components = ["asking", "card", "entries", "map", "matrix", "network", "shell"];

fs.rmSync(out, { recursive: true, force: true });
for (const name of components) {
  for (const file of [`${name}.ts`, `${name}.css`]) {
    const source = path.join(here, "src", name, file.replace(`${name}.ts`, "index.ts"));
    if (!fs.existsSync(source)) continue;
    await build({
      absWorkingDir: here,
      entryPoints: [source],
      outfile: path.join(out, file.replace(".ts", ".js")),
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      define: { "process.env.NODE_ENV": '"production"' },
    });
  }
}
