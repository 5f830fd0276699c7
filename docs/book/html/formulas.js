/* Draw formulas with KaTeX: a list comes in, a list of HTML goes out. */
const { packages, formulas, output } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const katex = require(`${packages}/katex`);

const drawn = formulas.map(([latex, displayMode]) => {
  try {
    return katex.renderToString(latex, { displayMode, output, strict: "error" });
  } catch (error) {
    throw new Error(`${error.message}\nin the formula ${latex}`);
  }
});
process.stdout.write(JSON.stringify(drawn));
