/* Exercises: a place for the answer, a button that checks it, and what is said to it.
   Choices and numbers are checked here, code by check_answer.py in the worker. */
"use strict";

const NUMBER_TOLERANCE = 5e-3; // as in check_answer.py

class BookExercise extends HTMLElement {
  static key = `exercises ${location.pathname}`;

  connectedCallback() {
    this.exercise = JSON.parse(this.dataset.exercise);
    this.feedback = [...this.querySelectorAll(":scope > template")];
    this.form = document.createElement("form");
    this.form.className = "answer";
    this.form.noValidate = true;
    this[`build_${this.exercise.kind}`]();
    this.button = document.createElement("button");
    this.button.textContent = Python.word("check");
    this.status = document.createElement("div");
    this.status.className = "verdict";
    this.status.setAttribute("role", "status");
    this.form.append(this.button, ...this.buildReset(), this.status);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check();
    });
    this.querySelector(":scope > details, :scope > template").before(this.form);
    this.mark();
  }

  get title() {
    return this.closest("section").querySelector("h3").firstChild.textContent;
  }

  build_choice() {
    const list = this.querySelector("ul.options");
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = Python.word("choose");
    group.append(legend);
    [...list.children].forEach((item, i) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      Object.assign(input, { type: "radio", name: this.exercise.name, value: i });
      const text = document.createElement("span");
      text.append(...(item.querySelector("p") ?? item).childNodes);
      label.append(input, text);
      group.append(label);
    });
    list.replaceWith(group);
    this.form.append(group);
  }

  build_number() {
    const label = document.createElement("label");
    label.textContent = Python.word("your_number");
    this.input = document.createElement("input");
    Object.assign(this.input, { type: "text", autocomplete: "off" });
    label.append(this.input);
    this.form.append(label);
  }

  build_code() {
    const starter = this.querySelector(".starter");
    this.starter = starter.querySelector("pre").textContent.trimEnd();
    const kept = Memory.get(BookExercise.key)[this.exercise.name]?.code ?? this.starter;
    this.area = editor(kept, Python.word("your_code", { title: this.title }), () => this.check());
    this.area.addEventListener("input", () => this.keep({ code: this.area.value }));
    starter.replaceWith(this.area);
    this.form.append(this.area, keysOf(this.area));
  }

  /* Code can be set back to what the exercise began with. */
  buildReset() {
    if (!this.area) return [];
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: Python.word("reset") });
    button.addEventListener("click", () => {
      this.area.value = this.starter;
      this.area.dispatchEvent(new Event("input"));
      this.area.focus();
    });
    return [button];
  }

  async check() {
    if (this.running) return this.running.stop();
    const verdict = await this[`check_${this.exercise.kind}`]();
    this.say(verdict);
    if (verdict.passed) this.keep({ solved: true });
    this.mark();
    document.querySelectorAll("book-progress").forEach((progress) => progress.draw());
  }

  /* Keep what the reader did, beside what is kept already. */
  keep(what) {
    const kept = Memory.get(BookExercise.key);
    kept[this.exercise.name] = { ...kept[this.exercise.name], ...what };
    Memory.set(BookExercise.key, kept);
  }

  check_choice() {
    const chosen = this.form.querySelector("input:checked");
    if (!chosen) return { passed: false, word: "choose" };
    const feedback = Number(chosen.value);
    return { passed: feedback === this.exercise.right, feedback };
  }

  check_number() {
    const text = this.input.value.trim().replace("−", "-");
    if (!text) return { passed: false, word: "empty" };
    const [over, under = 1, ...others] = text.split("/").map(Number);
    const number = over / under;
    if (!/^[-+.\d/e ]+$/i.test(text) || others.length || !Number.isFinite(number)) {
      return { passed: false, word: "not_a_number" };
    }
    const is = (other) => Math.abs(number - other) <= NUMBER_TOLERANCE * Math.abs(other);
    if (is(this.exercise.right)) return { passed: true };
    const feedback = this.exercise.wrong.findIndex(is);
    return feedback < 0 ? { passed: false, word: "wrong" } : { passed: false, feedback };
  }

  async check_code() {
    if (Python.obstacle) return { text: Python.obstacle };
    const code = this.area.value;
    if (!code.trim() || code.trim() === this.starter.trim()) return { passed: false, word: "empty" };
    const texts = [this.dataset.exercise, code].map((text) => JSON.stringify(text)).join(", ");
    const pieces = ["from check_answer import check_page", `print(check_page(${texts}))`];
    let printed = "";
    this.status.textContent = Python.word("running");
    this.button.textContent = Python.word("stop");
    this.running = Python.run(pieces, (text) => (printed += text));
    const end = await this.running.end;
    this.running = null;
    this.button.textContent = Python.word("check");
    if (end.end !== "done") return { text: Python.sentence(end, pieces.length) };
    return JSON.parse(printed.trim().split("\n").at(-1));
  }

  /* Say whether it is right, if that is known, and what there is to say to it. */
  say({ passed, word, text, feedback, ...values }) {
    if (values.error) values.error = Python.explain(values);
    this.status.replaceChildren();
    this.status.className = "verdict";
    if (passed !== undefined) {
      const opening = document.createElement("strong");
      opening.textContent = Python.word(passed ? "right" : "wrong");
      this.status.append(opening);
      this.status.classList.add(passed ? "is-right" : "is-wrong");
    }
    if (word && word !== "wrong") this.status.append(" ", Python.word(word, values));
    if (text) this.status.append(" ", text);
    if (feedback !== undefined) this.status.append(this.feedback[feedback].content.cloneNode(true));
  }

  mark() {
    const isSolved = Boolean(Memory.get(BookExercise.key)[this.exercise.name]?.solved);
    this.classList.toggle("is-solved", isSolved);
  }
}

/* How many exercises of the page are solved, and a button that forgets it. */
class BookProgress extends HTMLElement {
  connectedCallback() {
    this.text = document.createElement("span");
    this.clear = document.createElement("button");
    Object.assign(this.clear, { type: "button", textContent: Python.word("forget") });
    this.clear.addEventListener("click", () => {
      Memory.set(BookExercise.key, {});
      document.querySelectorAll("book-exercise").forEach((exercise) => exercise.mark());
      this.draw();
    });
    const line = document.createElement("p");
    line.className = "progress";
    line.append(this.text, " ", this.clear);
    this.append(line);
    this.draw();
  }

  draw() {
    const all = [...document.querySelectorAll("book-exercise")];
    const solved = all.filter((exercise) => exercise.classList.contains("is-solved"));
    this.text.textContent = Python.word("solved", { solved: solved.length, all: all.length });
    this.clear.hidden = !solved.length;
  }
}

customElements.define("book-exercise", BookExercise);
customElements.define("book-progress", BookProgress);
