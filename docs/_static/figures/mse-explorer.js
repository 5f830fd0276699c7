/* Chapter 1: move the weight; line, residual squares, table, formula and the point on the
   parabola follow. */
"use strict";

{
  const { Figure, make, path, samples, scale, set, shape, short } = book;

  /* The numbers, in the order of lecture_code/linear_model.py. */
  function compute(w) {
    const rows = samples.map(([x, y]) => {
      const prediction = x * w;
      const error = prediction - y;
      return { x, y, prediction, loss: error * error };
    });
    const mse = rows.reduce((sum, row) => sum + row.loss, 0) / rows.length;
    return { samples: rows, mse, formula: (14 / 3) * (w - 2) ** 2 };
  }

  class MseExplorer extends Figure {
    static compute = compute;

    defaults() {
      return { w: 1 };
    }

    allowed(state) {
      return state.w >= 0 && state.w <= 4 ? state : {};
    }

    build() {
      this.slider("w", { min: 0, max: 4, step: 0.1 });
      this.buildLine(this.picture(280, 260, this.word("picture_line")));
      this.buildParabola(this.picture(280, 260, this.word("picture_mse")));
      this.formula = make("div", { class: "formula" }, this.live);
      this.fill = this.table(["x", "y", "y_hat", this.word("loss")]);
      this.live.append(this.status);
    }

    /* Left: data, the model's line, and a square on each residual. */
    buildLine(svg) {
      // One unit is as long across as up, so that the squares are squares.
      this.lineX = scale([0, 12.4], [34, 260]);
      this.lineY = scale([0, 12.4], [238, 12]);
      this.axes(svg, 260, "x", "y");
      for (const x of [1, 2, 3]) this.text(svg, this.lineX(x), 256, x, "middle");
      for (const y of [4, 8, 12]) this.text(svg, 28, this.lineY(y) + 4, y, "end");
      this.squares = samples.map(() => shape("rect", { class: "area" }, svg));
      this.line = shape("line", { class: "curve" }, svg);
      for (const [x, y] of samples) {
        shape("circle", { class: "axis", cx: this.lineX(x), cy: this.lineY(y), r: 4 }, svg);
      }
    }

    /* Right: the MSE over the weight, and where we are on it. */
    buildParabola(svg) {
      this.weightX = scale([0, 4], [34, 260]);
      this.mseY = scale([0, 20], [238, 12]);
      this.axes(svg, 260, "w", "MSE");
      for (const w of [0, 1, 2, 3]) this.text(svg, this.weightX(w), 256, w, "middle");
      for (const mse of [5, 10, 15]) this.text(svg, 28, this.mseY(mse) + 4, mse, "end");
      const weights = Array.from({ length: 81 }, (_, i) => i / 20);
      const points = weights.map((w) => [this.weightX(w), this.mseY(compute(w).mse)]);
      shape("path", { class: "curve", d: path(points) }, svg);
      this.point = shape("circle", { class: "mark", r: 6 }, svg);
    }

    draw() {
      const { w } = this.state;
      const { samples: rows, mse, formula } = compute(w);
      const [start, end] = [0, 3].map((x) => [this.lineX(x), this.lineY(x * w)]);
      set(this.line, { x1: start[0], y1: start[1], x2: end[0], y2: end[1] });
      rows.forEach(({ x, y, prediction }, i) => {
        const [one, other] = [this.lineY(y), this.lineY(prediction)];
        const side = Math.abs(one - other);
        const place = { x: this.lineX(x), y: Math.min(one, other) };
        set(this.squares[i], { ...place, width: side, height: side });
      });
      set(this.point, { cx: this.weightX(w), cy: this.mseY(mse) });
      this.fill(rows.map((row) => Object.values(row).map((n) => short(n, 6))));
      const terms = rows.map((row) => `(${short(row.prediction)} − ${short(row.y)})²`).join(" + ");
      this.formula.textContent =
        `MSE = (${terms}) / 3 = ${short(mse, 6)}\n` +
        `14/3 · (${short(w)} − 2)² = ${short(formula, 6)}`;
      const key = mse === 0 ? "perfect" : w < 2 ? "too_low" : "too_high";
      this.say(this.word(key, { w: short(w), mse: short(mse, 6) }));
    }
  }

  customElements.define("mse-explorer", MseExplorer);
}
