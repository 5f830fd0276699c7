/* Chapter 1: move the weight; line, residual squares, table, formula and the point on the
   parabola follow. */
"use strict";

class MseExplorer extends Figure {
  static x = [1.0, 2.0, 3.0];
  static y = [2.0, 4.0, 6.0];

  /* The numbers, in the order of lecture_code/linear_model.py. */
  static compute(w) {
    const samples = this.x.map((x, i) => {
      const prediction = x * w;
      const error = prediction - this.y[i];
      return { x, y: this.y[i], prediction, loss: error * error };
    });
    const mse = samples.reduce((sum, sample) => sum + sample.loss, 0) / samples.length;
    return { samples, mse, formula: (14 / 3) * (w - 2) ** 2 };
  }

  defaults() {
    return { w: 1 };
  }

  allowed(state) {
    return state.w >= 0 && state.w <= 4 ? state : {};
  }

  build() {
    this.set(this.live, { "aria-label": this.word("title") });
    this.slider("w", { min: 0, max: 4, step: 0.1 });
    this.buildLine(this.picture(280, 260, this.word("picture_line")));
    this.buildParabola(this.picture(280, 260, this.word("picture_mse")));
    this.formula = this.make("div", { class: "formula" }, this.live);
    this.rows = this.table(["x", "y", "y_hat", this.word("loss")]);
  }

  /* Left: data, the model's line, and a square on each residual. */
  buildLine(svg) {
    // One unit is as long across as up, so that the squares are squares.
    this.lineX = scale([0, 12.4], [34, 260]);
    this.lineY = scale([0, 12.4], [238, 12]);
    this.axes(svg, "x", "y");
    [1, 2, 3].forEach((x) => this.below(svg, this.lineX(x), x));
    [4, 8, 12].forEach((y) => this.beside(svg, this.lineY(y), y));
    this.squares = this.constructor.x.map(() => this.shape("rect", { class: "area" }, svg));
    this.line = this.shape("line", { class: "curve" }, svg);
    this.constructor.x.forEach((x, i) => {
      const place = { cx: this.lineX(x), cy: this.lineY(this.constructor.y[i]), r: 4 };
      this.shape("circle", { class: "axis", ...place }, svg);
    });
  }

  /* Right: the MSE over the weight, and where we are on it. */
  buildParabola(svg) {
    this.weightX = scale([0, 4], [34, 260]);
    this.mseY = scale([0, 20], [238, 12]);
    this.axes(svg, "w", "MSE");
    [0, 1, 2, 3].forEach((w) => this.below(svg, this.weightX(w), w));
    [5, 10, 15].forEach((mse) => this.beside(svg, this.mseY(mse), mse));
    const weights = Array.from({ length: 81 }, (_, i) => i / 20);
    const points = weights.map((w) => [
      this.weightX(w),
      this.mseY(this.constructor.compute(w).mse),
    ]);
    this.shape("path", { class: "curve", d: path(points) }, svg);
    this.point = this.shape("circle", { class: "mark", r: 6 }, svg);
  }

  axes(svg, across, up) {
    this.shape("path", { class: "axis", fill: "none", d: "M34 12V238H260" }, svg);
    this.shape("text", { x: 260, y: 256, "text-anchor": "end" }, svg, across);
    this.shape("text", { x: 40, y: 20 }, svg, up);
  }

  /* A number of the axis across, and one of the axis up. */
  below(svg, x, number) {
    this.shape("text", { x, y: 256, "text-anchor": "middle" }, svg, String(number));
  }

  beside(svg, y, number) {
    this.shape("text", { x: 28, y: y + 4, "text-anchor": "end" }, svg, String(number));
  }

  draw() {
    const { w } = this.state;
    const { samples, mse, formula } = this.constructor.compute(w);
    const ends = { x1: this.lineX(0), y1: this.lineY(0), x2: this.lineX(3), y2: this.lineY(3 * w) };
    this.set(this.line, ends);
    samples.forEach(({ x, y, prediction }, i) => {
      const top = Math.min(this.lineY(y), this.lineY(prediction));
      const side = Math.abs(this.lineY(y) - this.lineY(prediction));
      this.set(this.squares[i], { x: this.lineX(x), y: top, width: side, height: side });
    });
    this.set(this.point, { cx: this.weightX(w), cy: this.mseY(mse) });
    this.rows.fill(samples.map((s) => [s.x, s.y, s.prediction, s.loss].map((n) => short(n, 6))));
    const terms = samples.map((s) => `(${short(s.prediction)} − ${short(s.y)})²`);
    this.formula.textContent =
      `MSE = (${terms.join(" + ")}) / 3 = ${short(mse, 6)}\n` +
      `14/3 · (${short(w)} − 2)² = ${short(formula, 6)}`;
    const key = mse === 0 ? "perfect" : w < 2 ? "too_low" : "too_high";
    this.say(this.word(key, { w: short(w), mse: short(mse, 6) }));
  }
}

customElements.define("mse-explorer", MseExplorer);
