/* Chapter 3: the path of two weights on the map of the MSE, and what the printed loss
   hides. */
"use strict";

class WeightsMap extends Figure {
  static x = [1.0, 2.0, 3.0];
  static y = [2.0, 4.0, 6.0];
  static levels = [0.3, 3, 30, 300];
  static view = { w1: [-12, 6.5], w2: [-4, 5.5] };

  /* The numbers, in the order of lecture_code/two_weights.py. */
  static predict(x, w1, w2, b) {
    return x * x * w2 + x * w1 + b;
  }

  static loss(x, y, w1, w2, b) {
    const prediction = this.predict(x, w1, w2, b);
    return (prediction - y) * (prediction - y);
  }

  static mse(w1, w2, b) {
    const sum = this.x.reduce((sum, x, i) => sum + this.loss(x, this.y[i], w1, w2, b), 0);
    return sum / this.x.length;
  }

  /* The start and the weights after each epoch. */
  static compute(b, epochs, rate = 0.01) {
    let [w1, w2] = [1.0, 1.0];
    // Before the first epoch the program has printed no loss.
    const records = [{ w1, w2, mse: this.mse(w1, w2, b) }];
    for (let epoch = 0; epoch < epochs; epoch++) {
      let printed;
      this.x.forEach((x, i) => {
        const error = this.predict(x, w1, w2, b) - this.y[i];
        const [slope1, slope2] = [2 * x * error, 2 * x * x * error];
        w1 = w1 - rate * slope1;
        w2 = w2 - rate * slope2;
        printed = this.loss(x, this.y[i], w1, w2, b);
      });
      records.push({ w1, w2, printed, mse: this.mse(w1, w2, b) });
    }
    return records;
  }

  static computeBest(b) {
    return { w1: 2 - (21 * b) / 19, w2: (5 * b) / 19, floor: (b * b) / 57 };
  }

  /* With d1 and d2 the distances from the best point,
     MSE = floor + (14 d1² + 72 d1 d2 + 98 d2²) / 3.
     The lines of equal MSE are ellipses along the directions in which this has no mixed
     term. They are the same for every b: `along` the valley (a unit vector), `flat` and
     `steep`, the growth of the MSE along and across it. */
  static computeAxes() {
    const root = Math.sqrt((98 - 14) ** 2 + 72 ** 2);
    const steep = (112 + root) / 6;
    // Their product is the determinant, (14 · 98 − 36²) / 9; a difference would lose digits.
    const flat = 76 / 9 / steep;
    const length = Math.hypot(12, flat - 14 / 3);
    return { steep, flat, along: [12 / length, (flat - 14 / 3) / length] };
  }

  /* Half the length and half the width of the line of this MSE; 0 where there is none. */
  static computeRadii(b, level) {
    const above = Math.max(0, level - this.computeBest(b).floor);
    const { flat, steep } = this.computeAxes();
    return [Math.sqrt(above / flat), Math.sqrt(above / steep)];
  }

  defaults() {
    return { b: 10, epochs: 100 };
  }

  allowed(state) {
    const fits = {
      b: (b) => b >= 0 && b <= 10 && Number.isInteger(b * 2),
      epochs: (epochs) => epochs >= 0 && epochs <= 100 && Number.isInteger(epochs),
    };
    return Object.fromEntries(Object.entries(state).filter(([name, value]) => fits[name](value)));
  }

  build() {
    this.set(this.live, { "aria-label": this.word("title") });
    this.slider("b", { min: 0, max: 10, step: 0.5 });
    this.slider("epochs", { min: 0, max: 100, step: 1 });
    this.buildMap(this.picture(340, 270, this.word("picture_map")));
    this.buildScale(this.picture(340, 270, this.word("picture_scale")));
    this.rows = this.table([this.word("quantity"), this.word("value")]);
  }

  /* Left: contour lines, path and best point. */
  buildMap(svg) {
    const { view, levels } = this.constructor;
    this.mapX = scale(view.w1, [26, 334]);
    this.mapY = scale(view.w2, [246, 8]);
    const frame = { x: 26, y: 8, width: 308, height: 238 };
    const clip = this.shape("clipPath", { id: "weights-map-frame" }, svg);
    this.shape("rect", frame, clip);
    const land = this.shape("g", { "clip-path": "url(#weights-map-frame)" }, svg);
    // The ellipses have weights for coordinates; this group turns them into places.
    const across = this.mapX(1) - this.mapX(0);
    const up = this.mapY(1) - this.mapY(0);
    const places = [across, 0, 0, up, this.mapX(0), this.mapY(0)];
    const weights = this.shape("g", { transform: `matrix(${places})` }, land);
    this.valley = this.shape("g", {}, weights);
    const line = { class: "axis", fill: "none", "vector-effect": "non-scaling-stroke" };
    this.lines = levels.map((level) => this.shape("ellipse", { "data-level": level, ...line }, this.valley));
    this.path = this.shape("path", { class: "curve" }, land);
    this.dots = this.shape("path", { class: "dots" }, land);
    this.labels = levels.map((level) => this.shape("text", { class: "on-line" }, land, String(level)));
    this.star = this.shape("path", { class: "mark", d: "M0-9L2.1-2.9 8.6-2.8 3.4 1.1 5.3 7.3 0 3.6-5.3 7.3-3.4 1.1-8.6-2.8-2.1-2.9Z" }, land);
    this.shape("rect", { class: "axis", fill: "none", ...frame }, svg);
    [-10, -5, 0, 5].forEach((w1) => this.tick(svg, this.mapX(w1), w1));
    [-2, 0, 2, 4].forEach((w2) => {
      this.shape("text", { x: 22, y: this.mapY(w2) + 4, "text-anchor": "end" }, svg, String(w2));
    });
    this.shape("text", { x: 328, y: 240, "text-anchor": "end", class: "on-line" }, svg, "w1");
    this.shape("text", { x: 32, y: 24, class: "on-line" }, svg, "w2");
  }

  /* Right: printed loss, MSE and floor on one logarithmic scale. */
  buildScale(svg) {
    const place = scale([-9, 3], [26, 322]);
    this.lossX = (loss) => place(Math.log10(loss));
    this.shape("path", { class: "axis", fill: "none", d: "M26 246H322" }, svg);
    ["1e-9", "1e-6", "0.001", "1", "1000"].forEach((text, i) => {
      this.shape("path", { class: "axis", d: `M${place(3 * i - 9)} 246v-6` }, svg);
      this.tick(svg, place(3 * i - 9), text);
    });
    this.below = this.shape("rect", { class: "area", x: 26, y: 8, height: 238 }, svg);
    this.beyond = this.shape("text", { x: 32, y: 238 }, svg, this.word("beyond"));
    this.values = [this.word("printed"), "MSE", this.word("floor")].map((name, i) => {
      const y = 32 + 72 * i;
      this.shape("text", { x: 32, y }, svg, name);
      const number = this.shape("text", { x: 322, y, "text-anchor": "end" }, svg);
      this.shape("path", { class: "axis", d: `M26 ${y + 20}H322` }, svg);
      const dot = this.shape("circle", { class: "mark", cy: y + 20, r: 6 }, svg);
      return { number, dot };
    });
  }

  tick(svg, x, text) {
    this.shape("text", { x, y: 263, "text-anchor": "middle" }, svg, String(text));
  }

  draw() {
    const { b, epochs } = this.state;
    const records = this.constructor.compute(b, epochs);
    const { w1, w2, printed, mse } = records[epochs];
    const { floor } = this.constructor.computeBest(b);
    this.drawMap(b, records);
    this.drawScale([printed, mse, floor]);
    const none = printed === undefined;
    this.rows.fill([
      [this.word("epochs"), String(epochs)],
      ["w1", python(w1)],
      ["w2", python(w2)],
      [this.word("printed"), none ? "–" : python(printed)],
      ["MSE", python(mse)],
      [this.word("floor"), python(floor)],
    ]);
    const numbers = { mse: short(mse), floor: short(floor) };
    if (none) this.say(this.word("start", numbers));
    else this.say(this.word("trained", { epochs, printed: short(printed), ...numbers }));
  }

  drawMap(b, records) {
    const { levels } = this.constructor;
    const best = this.constructor.computeBest(b);
    const [c, s] = this.constructor.computeAxes().along;
    this.set(this.valley, { transform: `matrix(${[c, s, -s, c, best.w1, best.w2]})` });
    levels.forEach((level, i) => {
      const [rx, ry] = this.constructor.computeRadii(b, level);
      this.set(this.lines[i], { rx, ry });
      // The inner lines carry their number at the end of the valley, where they are apart;
      // the outer ones, which end off the map, carry it below the star.
      const far = level > 3;
      const x = this.mapX(best.w1 + (far ? 0 : rx * c));
      const y = this.mapY(best.w2 + (far ? -Math.sqrt((level - best.floor) * 3 / 98) : rx * s));
      this.set(this.labels[i], { x: x + (far ? -10 : 4), y: y + (far ? 4 : -6) });
      this.set(this.labels[i], { visibility: rx ? "visible" : "hidden" });
    });
    const points = records.map((record) => [this.mapX(record.w1), this.mapY(record.w2)]);
    this.set(this.path, { d: path(points) });
    // A line of no length with a round cap is a dot.
    this.set(this.dots, { d: points.map((point) => `${path([point])}h0`).join("") });
    this.set(this.star, { transform: `translate(${this.mapX(best.w1)} ${this.mapY(best.w2)})` });
  }

  drawScale(losses) {
    losses.forEach((loss, i) => {
      const { number, dot } = this.values[i];
      number.textContent = loss === undefined ? "–" : short(loss);
      // A logarithmic scale has no place for 0.
      if (loss > 0) this.set(dot, { cx: this.lossX(loss) });
      this.set(dot, { visibility: loss > 0 ? "visible" : "hidden" });
    });
    const floor = losses[2];
    this.set(this.below, { width: floor > 0 ? this.lossX(floor) - 26 : 0 });
    this.set(this.beyond, { visibility: floor > 0 ? "visible" : "hidden" });
  }
}

customElements.define("weights-map", WeightsMap);
