/* Walk a computational graph forward and back. The graphs come from the lesson's engine
   (docs/_ext/computational_graph.py). */
"use strict";

class GraphStepper extends Figure {
  /* Result and local gradients, as in the engine. Our only power is the square. */
  static rules = {
    "+": (a, b) => [a + b, 1, 1],
    "-": (a, b) => [a - b, 1, -1],
    "*": (a, b) => [a * b, b, a],
    "**": (a) => [a * a, 2 * a],
    relu: (a) => (a > 0 ? [a, 1] : [0, 0]),
  };

  /* Values and gradients of the nodes, and for each edge what comes back over it. */
  static compute(nodes, inputs) {
    const data = [];
    const slopes = nodes.map(({ name, op, operands }) => {
      const numbers = operands.map((operand) => data[operand.node] ?? operand);
      const [result, ...local] = op ? this.rules[op](...numbers) : [inputs[name]];
      data.push(result);
      return local;
    });
    const grad = nodes.map((_, i) => (i === nodes.length - 1 ? 1 : 0));
    const terms = [];
    for (const { from, to, j } of this.edges(nodes)) {
      terms.push({ from, to, local: slopes[to][j], incoming: grad[to] });
      grad[from] += slopes[to][j] * grad[to];
    }
    return { data, grad, terms };
  }

  /* The edges in the order of the way back; j counts the operands. */
  static edges(nodes) {
    const all = nodes.map(({ operands }, to) =>
      operands.map(({ node }, j) => ({ from: node, to, j })),
    );
    return all.reverse().flat().filter(({ from }) => from !== undefined);
  }

  get graphs() {
    return (this.parsed ??= JSON.parse(this.dataset.graphs));
  }

  get nodes() {
    return this.graphs[this.state.graph];
  }

  get last() {
    return 2 * this.nodes.length;
  }

  /* The inputs among nodes and their first numbers. */
  inputs(nodes) {
    return Object.fromEntries(nodes.filter(({ op }) => !op).map((n) => [n.name, n.start]));
  }

  get allInputs() {
    return this.inputs(Object.values(this.graphs).flat());
  }

  defaults() {
    return { graph: Object.keys(this.graphs)[0], step: 0, ...this.allInputs };
  }

  allowed(state) {
    const { graph, step, ...inputs } = { ...this.defaults(), ...state };
    const steps = Object.hasOwn(this.graphs, graph) ? 2 * this.graphs[graph].length : -1;
    const isStep = step >= 0 && step <= steps && Number.isInteger(step);
    const isInput = (n) => Math.abs(n) <= 4 && Number.isInteger(2 * n);
    return isStep && Object.values(inputs).every(isInput) ? state : {};
  }

  /* Another graph starts from its beginning. */
  change(state) {
    super.change("graph" in state ? { step: 0, ...state } : state);
  }

  connectedCallback() {
    super.connectedCallback();
    // What a step did is read next to the buttons.
    this.buttons.after(this.status);
  }

  build() {
    this.set(this.live, { "aria-label": this.word("title") });
    this.choice("graph", Object.keys(this.graphs));
    for (const key in this.allInputs) this.slider(key, { min: -4, max: 4, step: 0.5 });
    this.buttons = this.make("div", { class: "buttons" }, this.live);
    this.button("step", () => this.go(this.state.step + 1), this.buttons);
    this.button("back", () => this.go(this.state.step - 1), this.buttons);
    this.button("reset", () => this.go(0), this.buttons);
    this.playButton = this.button("play", () => this.play(), this.buttons);
    this.drawings = {};
    for (const key in this.graphs) this.drawings[key] = this.buildGraph(this.graphs[key]);
    this.rows = this.table(["node", "operation", "value", "gradient"].map((k) => this.word(k)));
  }

  buildGraph(nodes) {
    const svg = this.picture(0, 0, this.word("picture"));
    svg.classList.add("computational-graph");
    let operations = 0;
    const colours = nodes.map(({ op }) => (op ? `op-${(operations++ % 4) + 1}` : ""));
    const edges = this.constructor
      .edges(nodes)
      .map((edge) => this.buildEdge(svg, nodes, edge, colours[edge.to]));
    const ring = this.shape("circle", { class: "hint", r: 22 }, svg);
    const texts = nodes.map((node, i) => this.buildNode(svg, node, colours[i]));
    svg.append(...edges.map(({ label }) => label));
    const [across, down] = [0, 1].map((i) => nodes.map(({ place }) => place[i]));
    const left = Math.min(...across, ...edges.map(({ x }) => x)) - 28;
    const width = Math.max(...across) + 118 - left;
    this.set(svg, { viewBox: `${left} 0 ${width} ${Math.max(...down) + 42}` });
    return { svg, edges, ring, texts };
  }

  /* An edge with its label, bent where it would lie on its twin or on a node. */
  buildEdge(svg, nodes, { from, to, j }, colour) {
    const [[x1, y1], [x2, y2]] = [nodes[from].place, nodes[to].place];
    const hasTwin = nodes[to].operands.filter(({ node }) => node === from).length > 1;
    const isBlocked = nodes.some(({ place: [x, y] }) => x === x1 && x === x2 && y > y1 && y < y2);
    const side = hasTwin ? 2 * j - 1 : 0;
    const bend = isBlocked ? -80 : 24 * side;
    const [x, y] = [(x1 + x2) / 2 + bend, (y1 + y2) / 2];
    const d = `M${x1} ${y1}Q${x + bend} ${y} ${x2} ${y2}`;
    const look = { class: colour, fill: "none", stroke: "currentcolor" };
    const line = this.shape("path", { d, ...look }, svg);
    // The labels of twins are not side by side.
    const label = this.shape("text", { class: "term", x, y: y + 4 + 10 * side });
    return { line, label, x };
  }

  buildNode(svg, { place: [x, y], sign }, colour) {
    const group = this.shape("g", { class: colour }, svg);
    this.shape("circle", { cx: x, cy: y, r: 18 }, group);
    this.shape("text", { class: "sign", x, y: y + 5 }, group, sign);
    return {
      value: this.shape("text", { x: x + 26, y: y - 3 }, group),
      grad: this.shape("text", { class: "grad", x: x + 26, y: y + 14 }, group),
    };
  }

  /* A step by hand ends the playing. */
  go(step) {
    this.pause();
    this.change({ step: Math.min(Math.max(step, 0), this.last) });
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.playButton.textContent = this.word("play");
  }

  play() {
    if (this.timer) return this.pause();
    if (this.isStill) return this.go(this.last);
    if (this.state.step === this.last) this.change({ step: 0 });
    this.playButton.textContent = this.word("pause");
    this.timer = setInterval(() => {
      if (this.state.step < this.last) this.change({ step: this.state.step + 1 });
      else this.pause();
    }, 1200);
  }

  draw() {
    const { nodes, last, state } = this;
    const numbers = this.constructor.compute(nodes, state);
    const isForward = state.step <= nodes.length;
    const current = isForward ? state.step - 1 : last - state.step;
    const values = numbers.data.map((n, i) => (i < state.step ? this.number(n) : ""));
    const grads = numbers.grad.map((n, i) => (i >= last - state.step ? this.number(n) : ""));
    const now = { ...numbers, isForward, current, values, grads };
    this.showOnly(state.graph);
    this.drawGraph(now);
    this.rows.fill(nodes.map((n, i) => [n.name, this.operation(n), values[i], grads[i]]));
    this.say(this.sentence(now));
  }

  showOnly(graph) {
    const show = (element, isShown) => (element.style.display = isShown ? "" : "none");
    const used = this.inputs(this.nodes);
    for (const key in this.graphs) show(this.drawings[key].svg, key === graph);
    for (const key in this.allInputs) show(this.controls[key].input.parentElement, key in used);
  }

  drawGraph({ terms, isForward, current, values, grads }) {
    const { edges, ring, texts } = this.drawings[this.state.graph];
    this.nodes.forEach(({ name }, i) => {
      texts[i].value.textContent = values[i] ? `${name} = ${values[i]}` : name;
      texts[i].grad.textContent = grads[i] && `grad = ${grads[i]}`;
    });
    edges.forEach(({ line, label }, i) => {
      // Thick: what comes in, forward; what comes back, backward.
      const isAtWork = current === (isForward ? terms[i].to : terms[i].from);
      line.setAttribute("stroke-width", isAtWork ? 4 : 1.5);
      label.textContent = isAtWork && !isForward ? this.product(terms[i]) : "";
    });
    const [cx, cy] = this.nodes[current]?.place ?? [-99, -99];
    this.set(ring, { cx, cy });
  }

  /* The step in words. */
  sentence({ data, grad, terms, isForward, current }) {
    const { nodes, state, last } = this;
    const steps = { step: state.step, steps: last };
    if (current < 0) {
      const inputs = Object.keys(this.inputs(nodes)).map((n) => `${n} = ${state[n]}`);
      return this.word("start", { ...steps, inputs: inputs.join(", ") });
    }
    const chain = terms.filter(({ from }) => from === current).map((n) => this.product(n));
    const key = isForward
      ? nodes[current].op ? "forward" : "forward_input"
      : (["backward_end", "backward"][chain.length] ?? "backward_sum");
    return this.word(key, {
      ...steps,
      node: nodes[current].name,
      operation: this.operation(nodes[current]),
      numbers: this.operation(nodes[current], (i) => this.factor(data[i])),
      value: this.number(data[current]),
      count: chain.length,
      chain: chain.join(" + "),
      grad: this.number(grad[current]),
    });
  }

  /* Such as x × w, s², relu(z); or with numbers for names. */
  operation({ op, sign, operands }, show = (i) => this.nodes[i].name) {
    const [a, b] = operands.map((o) => (o.node === undefined ? this.number(o) : show(o.node)));
    if (op === "**") return sign.replace("( )", a);
    if (op === "relu") return `relu(${a})`;
    return op ? `${a} ${sign} ${b}` : this.word("input");
  }

  product({ local, incoming }) {
    return `${this.factor(local)} × ${this.factor(incoming)}`;
  }

  factor(number) {
    return number < 0 ? `(${this.number(number)})` : this.number(number);
  }

  /* Seven digits show all in full. */
  number(number) {
    return short(number, 7);
  }
}

customElements.define("graph-stepper", GraphStepper);
