/* Draw formulas with KaTeX: a list as JSON comes in, a list of HTML goes out. */
const katex = require(process.argv[1]);

const { formulas, output } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const drawn = formulas.map(([latex, displayMode]) => {
  try {
    return katex.renderToString(latex, { displayMode, output, strict: "error" });
  } catch (error) {
    throw new Error(`${error.message}\nin the formula ${latex}`);
  }
});
process.stdout.write(JSON.stringify(drawn));
