/* Chapter 2: gradient descent update by update, on the curve of the MSE; the last updates,
   and the four losses that one may report. */
"use strict";

class DescentStepper extends Figure {
  static x = [1.0, 2.0, 3.0];
  static y = [2.0, 4.0, 6.0];
  static epochs = 100;

  static loss(x, y, w) {
    const error = x * w - y;
    return error * error;
  }

  static mse(w) {
    return this.sum(this.x.map((x, i) => this.loss(x, this.y[i], w))) / this.x.length;
  }

  static sum(numbers) {
    return numbers.reduce((sum, number) => sum + number, 0);
  }

  static gradient(x, y, w) {
    return 2 * x * (x * w - y);
  }

  /* An epoch with one update a sample. `watched` is the loss that tells divergence. */
  static sample(w, rate) {
    const before = [];
    const updates = this.x.map((x, i) => {
      const y = this.y[i];
      before.push(this.loss(x, y, w));
      const gradient = this.gradient(x, y, w);
      w = w - rate * gradient;
      return { x, y, gradient, w, watched: this.loss(x, y, w) };
    });
    return { updates, before };
  }

  /* An epoch with one update along the mean gradient. */
  static batch(w, rate) {
    const before = this.x.map((x, i) => this.loss(x, this.y[i], w));
    const total = this.sum(this.x.map((x, i) => this.gradient(x, this.y[i], w)));
    w = w - (rate * total) / this.x.length;
    return { updates: [{ gradient: total / this.x.length, w, watched: this.mse(w) }], before };
  }

  /* The run, in the order of lecture_code/gradient_descent.py: its updates, a record of each
     finished epoch, where it diverges, and how many epochs it needs to settle. A run that
     has not settled after 100 epochs is followed further, to see whether it will. */
  static compute({ w, learning_rate, mode }) {
    const limit = 1e6 * (this.mse(w) + 1.0);
    const isClose = (weight) => Math.abs(weight - 2) < 1e-6;
    const run = { updates: [], records: [], diverges: null, settled: isClose(w) ? 0 : Infinity };
    for (let epoch = 0; epoch < (run.settled <= 1000 ? this.epochs : 1000); epoch++) {
      const { updates, before } = this[mode](w, learning_rate);
      for (const update of updates) {
        run.updates.push({ epoch, ...update });
        if (!(update.watched <= limit)) {
          run.diverges = { epoch, loss: update.watched };
          return run;
        }
      }
      w = updates.at(-1).w;
      run.records.push({
        epoch,
        w,
        last_after: this.loss(this.x.at(-1), this.y.at(-1), w),
        last_before: before.at(-1),
        mean_before: this.sum(before) / before.length,
        mse_end: this.mse(w),
      });
      if (isClose(w)) run.settled = Math.min(run.settled, epoch + 1);
    }
    return run;
  }

  defaults() {
    return { w: 1, learning_rate: 0.01, mode: "sample", step: 0 };
  }

  allowed(state) {
    const { w, learning_rate, mode, step } = state;
    if (!(w >= -1 && w <= 5)) delete state.w;
    if (!(learning_rate >= 0.005 && learning_rate <= 0.3)) delete state.learning_rate;
    if (!["sample", "batch"].includes(mode)) delete state.mode;
    if (!(Number.isInteger(step) && step >= 0)) delete state.step;
    return state;
  }

  /* The words stand below the picture, near the buttons. */
  connectedCallback() {
    super.connectedCallback();
    this.pictures.after(this.status);
  }

  build() {
    this.set(this.live, { "aria-label": this.word("title") });
    this.slider("w", { min: -1, max: 5, step: 0.1 });
    this.slider("learning_rate", { min: 0.005, max: 0.3, step: 0.005 });
    this.choice("mode", ["sample", "batch"]);
    const buttons = this.make("div", { class: "buttons" }, this.live);
    this.playButton = this.button("play", () => (this.timer ? this.change({}) : this.play()), buttons);
    this.button("one_step", () => this.change({ step: this.state.step + 1 }), buttons);
    this.button("back", () => this.change({ step: Math.max(0, this.state.step - 1) }), buttons);
    this.button("reset", () => this.change({ step: 0 }), buttons);
    this.buildPicture(this.picture(340, 260, this.word("picture")));
    this.buildLosses();
    this.rows = this.table([this.word("epoch"), "x", "y", this.word("gradient"), this.word("new_w")]);
  }

  /* At every zoom the curve looks the same; only the numbers on the axes change. */
  buildPicture(svg) {
    const clip = this.shape("clipPath", { id: "descent-clip" }, svg);
    this.shape("rect", { x: 34, y: 12, width: 294, height: 233 }, clip);
    // The dots of the way, in the unit of its line, which is 1.
    const marker = this.shape("marker", { id: "descent-dot", overflow: "visible" }, svg);
    this.shape("circle", { class: "mark", r: 2.5 }, marker);
    this.shape("path", { class: "axis", fill: "none", d: "M34 12V238H328" }, svg);
    this.shape("text", { x: 328, y: 256, "text-anchor": "end" }, svg, "w");
    this.shape("text", { x: 40, y: 20 }, svg, "MSE");
    this.zoom(1);
    const number = (x, y) => this.shape("text", { x, y, "text-anchor": "end" }, svg);
    this.weightNumbers = [1, 2, 3].map((w) => number(this.weightX(w) + 4, 256));
    this.mseNumbers = [5, 10].map((mse) => number(28, this.mseY(mse) + 4));
    const inside = this.shape("g", { "clip-path": "url(#descent-clip)" }, svg);
    const weights = Array.from({ length: 61 }, (_, i) => 0.5 + i / 20);
    this.shape("path", { class: "curve", d: path(weights.map((w) => this.place(w))) }, inside);
    this.tangent = this.shape("path", { class: "tangent" }, inside);
    this.way = this.shape("path", { class: "way" }, inside);
    this.point = this.shape("circle", { class: "mark", r: 6 }, inside);
  }

  /* Show the weights up to 1.5 * factor from 2. */
  zoom(factor) {
    this.factor = factor;
    this.weightX = scale([2 - 1.5 * factor, 2 + 1.5 * factor], [34, 328]);
    this.mseY = scale([0, 10.5 * factor ** 2], [238, 12]);
  }

  place(w) {
    return [this.weightX(w), this.mseY(this.constructor.mse(w))];
  }

  buildLosses() {
    this.lossesTitle = this.make("p", { class: "losses-title" }, this.live);
    const list = this.make("dl", { class: "losses simple" }, this.live);
    this.losses = {};
    for (const key of ["last_after", "last_before", "mean_before", "mse_end"]) {
      const item = this.make("div", {}, list);
      this.make("dt", {}, item, this.word(key));
      this.losses[key] = this.make("dd", {}, item);
    }
  }

  /* A run that plays stops at any other change. */
  change(state) {
    clearInterval(this.timer);
    this.timer = null;
    this.playButton.textContent = this.word("play");
    super.change(state);
  }

  play() {
    const { step } = this.state;
    if (this.isStill) return this.change({ step: this.last });
    // A whole run takes 18 seconds.
    this.timer = setInterval(() => this.tick(), 18000 / this.limit);
    this.playButton.textContent = this.word("pause");
    super.change({ step: step === this.last ? 0 : step });
  }

  tick() {
    const step = this.state.step + 1;
    if (step < this.last) super.change({ step });
    else this.change({ step });
  }

  /* The run of the present settings, computed anew only when they change. */
  prepare() {
    const { w, learning_rate, mode } = this.state;
    const settings = [w, learning_rate, mode].join();
    if (settings === this.settings) return;
    this.settings = settings;
    this.run = this.constructor.compute(this.state);
    this.perEpoch = mode === "batch" ? 1 : 3;
    this.limit = this.constructor.epochs * this.perEpoch;
    this.last = Math.min(this.limit, this.run.updates.length);
    this.zoom(Math.abs(w - 2) < 1.01 ? 1 : 3);
    this.weightNumbers.forEach((text, i) => (text.textContent = 2 + (i - 1) * this.factor));
    this.mseNumbers.forEach((text, i) => (text.textContent = 5 * (i + 1) * this.factor ** 2));
  }

  draw() {
    this.prepare();
    this.state.step = Math.min(this.state.step, this.last);
    const updates = this.run.updates.slice(0, this.state.step);
    this.drawPicture([this.state.w, ...updates.map((update) => update.w)]);
    this.drawLosses();
    this.rows.fill(updates.slice(-6).map((update) => this.row(update)));
    this.say(this.sentence());
  }

  drawPicture(weights) {
    const w = weights.at(-1);
    const places = weights.map((weight) => this.place(weight));
    const [cx, cy] = places.at(-1);
    this.set(this.way, { d: path(places) });
    this.set(this.point, { cx, cy });
    const across = 0.4 * this.factor;
    const up = (28 / 3) * (w - 2) * across; // 28/3 (w - 2) is the slope
    const mse = this.constructor.mse(w);
    const ends = [-1, 1].map((side) => [this.weightX(w + side * across), this.mseY(mse + side * up)]);
    this.set(this.tangent, { d: path(ends) });
  }

  drawLosses() {
    const { records } = this.run;
    const finished = Math.floor(this.state.step / this.perEpoch);
    const record = records[Math.min(finished, records.length) - 1];
    this.lossesTitle.textContent = record ? this.word("losses", record) : this.word("no_losses");
    for (const [key, item] of Object.entries(this.losses)) {
      item.textContent = record ? python(record[key]) : "–";
    }
  }

  row({ epoch, x, y, gradient, w }) {
    const slope = short(gradient, 6);
    const sample = x
      ? [String(x), String(y), slope]
      : ["1, 2, 3", "2, 4, 6", this.word("mean", { gradient: slope })];
    return [String(epoch), ...sample, python(w)];
  }

  /* Where the run stands, in words. */
  sentence() {
    const { step, w: start, learning_rate } = this.state;
    const { updates, diverges, settled } = this.run;
    const distance = (i) => Math.abs((i ? updates[i - 1].w : start) - 2);
    if (this.timer) return this.word("playing");
    if (step === 0) return this.word("start", { w: short(start), rate: short(learning_rate) });
    const { epoch, w } = updates[step - 1];
    const values = { step, epoch, w: short(w, 6), epochs: settled };
    if (diverges && step === updates.length) {
      return this.word("diverges", { ...values, loss: short(diverges.loss) });
    }
    if (step >= settled * this.perEpoch) return this.word("settled", values);
    if (step === this.limit) {
      if (distance(step) > distance(0)) return this.word("grows", values);
      return this.word(Number.isFinite(settled) ? "later" : "slow", values);
    }
    return this.word(distance(step) < distance(step - 1) ? "closer" : "further", values);
  }
}

customElements.define("descent-stepper", DescentStepper);
