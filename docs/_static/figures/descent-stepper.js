/* Chapter 2: gradient descent update by update, on the curve of the MSE; the last updates,
   and the four losses that one may report. */
"use strict";

{
  const { Stepper, make, path, repr, samples, scale, set, shape, short } = book;
  const count = samples.length;
  const epochsShown = 100;

  function lossOf([x, y], w) {
    const error = x * w - y;
    return error * error;
  }

  function gradientOf([x, y], w) {
    return 2 * x * (x * w - y);
  }

  function total(numbers) {
    return numbers.reduce((sum, number) => sum + number, 0);
  }

  function mseOf(w) {
    return total(samples.map((sample) => lossOf(sample, w))) / count;
  }

  /* An epoch: its updates, and the loss of each sample before the update that it makes.
     `watched` is the loss that tells divergence. */
  const epochOf = {
    /* One update a sample. */
    sample(w, rate) {
      const before = [];
      const updates = samples.map((sample) => {
        before.push(lossOf(sample, w));
        const gradient = gradientOf(sample, w);
        w = w - rate * gradient;
        return { x: sample[0], y: sample[1], gradient, w, watched: lossOf(sample, w) };
      });
      return { updates, before };
    },

    /* One update along the mean gradient. */
    batch(w, rate) {
      const before = samples.map((sample) => lossOf(sample, w));
      const sum = total(samples.map((sample) => gradientOf(sample, w)));
      w = w - (rate * sum) / count;
      return { updates: [{ gradient: sum / count, w, watched: mseOf(w) }], before };
    },
  };

  /* The run, in the order of lecture_code/gradient_descent.py: its updates, a record of each
     finished epoch, where it diverges, and how many epochs it needs to settle. A run that
     has not settled after 100 epochs is followed further, to see whether it will. */
  function compute({ w, learning_rate, mode }) {
    const limit = 1e6 * (mseOf(w) + 1.0);
    const isClose = (weight) => Math.abs(weight - 2) < 1e-6;
    const run = { updates: [], records: [], diverges: null, settled: isClose(w) ? 0 : Infinity };
    for (let epoch = 0; epoch < (run.settled <= 1000 ? epochsShown : 1000); epoch++) {
      const { updates, before } = epochOf[mode](w, learning_rate);
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
        last_after: lossOf(samples.at(-1), w),
        last_before: before.at(-1),
        mean_before: total(before) / count,
        mse_end: mseOf(w),
      });
      if (isClose(w)) run.settled = Math.min(run.settled, epoch + 1);
    }
    return run;
  }

  class DescentStepper extends Stepper {
    static compute = compute;

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

    /* A run that plays stops at any other change. */
    change(state) {
      this.pause();
      super.change(state);
    }

    /* A whole run takes 18 seconds. */
    get pace() {
      return 18000 / this.limit;
    }

    build() {
      this.slider("w", { min: -1, max: 5, step: 0.1 });
      this.slider("learning_rate", { min: 0.005, max: 0.3, step: 0.005 });
      this.choice("mode", ["sample", "batch"]);
      this.buttons(["play", "one_step", "back", "reset"]);
      this.buildPicture(this.picture(340, 260, this.word("picture")));
      this.live.append(this.status);
      this.buildLosses();
      const names = [this.word("gradient"), this.word("new_w")];
      this.fill = this.table([this.word("epoch"), "x", "y", ...names]);
    }

    /* At every zoom the curve looks the same; only the numbers on the axes change. */
    buildPicture(svg) {
      const clip = shape("clipPath", { id: "descent-clip" }, svg);
      shape("rect", { x: 34, y: 12, width: 294, height: 233 }, clip);
      // The dots of the way, in the unit of its line, which is 1.
      const marker = shape("marker", { id: "descent-dot", overflow: "visible" }, svg);
      shape("circle", { class: "mark", r: 2.5 }, marker);
      this.axes(svg, 328, "w", "MSE");
      this.zoom(1);
      this.weightNumbers = [1, 2, 3].map((w) =>
        this.text(svg, this.weightX(w) + 4, 256, "", "end"),
      );
      this.mseNumbers = [5, 10].map((mse) => this.text(svg, 28, this.mseY(mse) + 4, "", "end"));
      const inside = shape("g", { "clip-path": "url(#descent-clip)" }, svg);
      const weights = Array.from({ length: 61 }, (_, i) => 0.5 + i / 20);
      shape("path", { class: "curve", d: path(weights.map((w) => this.place(w))) }, inside);
      this.tangent = shape("path", { class: "tangent" }, inside);
      this.way = shape("path", { class: "way" }, inside);
      this.point = shape("circle", { class: "mark", r: 6 }, inside);
    }

    /* Show the weights up to 1.5 * factor from 2. */
    zoom(factor) {
      this.factor = factor;
      this.weightX = scale([2 - 1.5 * factor, 2 + 1.5 * factor], [34, 328]);
      this.mseY = scale([0, 10.5 * factor ** 2], [238, 12]);
    }

    place(w) {
      return [this.weightX(w), this.mseY(mseOf(w))];
    }

    buildLosses() {
      this.lossesTitle = make("p", { class: "losses-title" }, this.live);
      const list = make("dl", { class: "losses simple" }, this.live);
      this.losses = {};
      for (const key of ["last_after", "last_before", "mean_before", "mse_end"]) {
        const item = make("div", {}, list);
        make("dt", {}, item, this.word(key));
        this.losses[key] = make("dd", {}, item);
      }
    }

    /* The run of the present settings, computed anew only when they change. */
    prepare() {
      const { w, learning_rate, mode } = this.state;
      const settings = [w, learning_rate, mode].join();
      if (settings === this.settings) return;
      this.settings = settings;
      this.run = compute(this.state);
      this.perEpoch = mode === "batch" ? 1 : count;
      this.limit = epochsShown * this.perEpoch;
      this.last = Math.min(this.limit, this.run.updates.length);
      this.zoom(Math.abs(w - 2) < 1.01 ? 1 : 3);
      this.weightNumbers.forEach((text, i) => {
        text.textContent = 2 + (i - 1) * this.factor;
      });
      this.mseNumbers.forEach((text, i) => {
        text.textContent = 5 * (i + 1) * this.factor ** 2;
      });
    }

    draw() {
      this.prepare();
      this.state.step = Math.min(this.state.step, this.last);
      const updates = this.run.updates.slice(0, this.state.step);
      this.drawPicture([this.state.w, ...updates.map((update) => update.w)]);
      this.drawLosses();
      this.fill(updates.slice(-6).map((update) => this.row(update)));
      this.say(this.sentence());
    }

    drawPicture(weights) {
      const w = weights.at(-1);
      const places = weights.map((weight) => this.place(weight));
      const [cx, cy] = places.at(-1);
      set(this.way, { d: path(places) });
      set(this.point, { cx, cy });
      const across = 0.4 * this.factor;
      const up = (28 / 3) * (w - 2) * across; // 28/3 (w - 2) is the slope
      const end = (side) => [this.weightX(w + side * across), this.mseY(mseOf(w) + side * up)];
      set(this.tangent, { d: path([end(-1), end(1)]) });
    }

    drawLosses() {
      const { records } = this.run;
      const finished = Math.floor(this.state.step / this.perEpoch);
      const record = records[Math.min(finished, records.length) - 1];
      this.lossesTitle.textContent = record ? this.word("losses", record) : this.word("no_losses");
      for (const [key, item] of Object.entries(this.losses)) {
        item.textContent = record ? repr(record[key]) : "–";
      }
    }

    row({ epoch, x, y, gradient, w }) {
      const slope = short(gradient, 6);
      const sample = x
        ? [String(x), String(y), slope]
        : ["1, 2, 3", "2, 4, 6", this.word("mean", { gradient: slope })];
      return [String(epoch), ...sample, repr(w)];
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
}
