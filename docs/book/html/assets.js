/* Join style sheets or scripts that pages load together into one small file. Of the style
   sheets of packages only the rules and variables that this book uses are kept. */
(async () => {
  const fs = require("node:fs");
  const { packages, joined, ours, words } = JSON.parse(fs.readFileSync(0, "utf8"));
  const { PurgeCSS } = require(`${packages}/purgecss`);
  const { transform } = require(`${packages}/esbuild`);

  const parts = Object.values(joined).flat();
  const text = Object.fromEntries(parts.map((file) => [file, fs.readFileSync(file, "utf8")]));
  const theirs = parts.filter((file) => file.endsWith(".css") && !ours.includes(file));
  // PurgeCSS does not see the variable in "var( --name )".
  const raw = (file) => text[file].replace(/var\( *(--[\w-]+) *\)/g, "var($1)");
  const purged = await new PurgeCSS().purge({
    css: theirs.map((file) => ({ name: file, raw: raw(file) })),
    // Scripts add what pages do not have: marks, lists of results, legends.
    content: [{ raw: words, extension: "html" }, "**/{frame,searchtools,exercise}.js"],
    dynamicAttributes: ["data-theme"], // frame.js sets it
    // Of contents in the text, and in the menu of links that leave the book and of switches.
    blocklist: ["contents", "external", "label"],
    variables: true,
    safelist: {
      standard: [":target"],
      variables: ours.flatMap((file) => fs.readFileSync(file, "utf8").match(/--[\w-]+/g) || []),
    },
  });
  for (const { file, css } of purged) text[file] = css;
  for (const file of parts) fs.unlinkSync(file);
  for (const [target, files] of Object.entries(joined)) {
    const loader = target.split(".").pop();
    const whole = files.map((file) => text[file]).join("\n");
    fs.writeFileSync(target, (await transform(whole, { loader, minify: true })).code);
  }
  process.stdout.write("{}");
})();
