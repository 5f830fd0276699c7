/* Draw formulas with KaTeX: a list comes in, a list of HTML goes out. */
const { packages, formulas, output } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const katex = require(`${packages}/katex`);

/* What a formula names, in the colour of its concept (site.css): the first that fits. */
const index = String.raw`(?:_(?:\w|\{[^{}]*\}|\\text\{\w+\}))?`;
const d = String.raw`(?:d|\\partial) ?`;
const above = String.raw`${d}\\(?:ell|text\{(?:MSE|loss)\})`;
const below = String.raw`${d}(?:\\hat y|\w${index})`;
const concepts = {
  gradient: String.raw`\\[dt]?frac\{${above}\}\{${below}\}|${above} ?/ ?${below}`,
  mse: String.raw`\\text\{MSE\}`,
  loss: String.raw`\\ell\b${index}|\\text\{loss\}`,
  model: String.raw`\\hat ?\{?y\}?${index}`,
  rate: String.raw`\\alpha\b`,
  weight: `w(?![a-z])${index}`,
};
const named = Object.entries(concepts).map(([name, pattern]) => `(?<${name}>${pattern})`);
const passed = String.raw`\\(?:text|begin|end)\{[^{}]*\}|\\[A-Za-z]+`; // as they are
const anything = new RegExp(`${named.join("|")}|${passed}`, "g");

function withColours(latex) {
  return latex.replace(anything, (text, ...rest) => {
    const found = Object.entries(rest.at(-1)).find(([, match]) => match !== undefined);
    return found ? `\\htmlClass{${found[0]}-colour}{${text}}` : text;
  });
}

function escaped(text) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  return text.replace(/[&<>]/g, (sign) => entities[sign]);
}

const options = {
  output,
  trust: ({ command }) => command === "\\htmlClass",
  strict: (code) => (code === "htmlExtension" ? "ignore" : "error"),
};
const drawn = formulas.map(([latex, displayMode]) => {
  try {
    const coloured = output === "mathml" ? latex : withColours(latex);
    const html = katex.renderToString(coloured, { ...options, displayMode });
    // The annotation holds what the author wrote.
    return html.replace(
      /(<annotation[^>]*>).*?(?=<\/annotation>)/s,
      (_, tag) => tag + escaped(latex),
    );
  } catch (error) {
    throw new Error(`${error.message}\nin the formula ${latex}`);
  }
});
process.stdout.write(JSON.stringify(drawn));
