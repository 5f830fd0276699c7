/* Exercises: a place for the answer, a button that checks it, and what is said to it.
   Choices and numbers are checked here, code by check_answer.py in the worker. */
"use strict";

{
  const { button, make } = book;
  const { word, obstacle, run, sentence, explain, editor, recall, remember } = book.python;
  const storage = `exercises ${location.pathname}`;
  const tolerance = 5e-3; // as in check_answer.py

  /* For each kind of exercise, a function that builds the place for the answer in the form
     and returns a function that checks what stands there. */
  const kinds = {
    choice(element, { name, right }) {
      const list = element.querySelector("ul.options");
      const group = make("fieldset", {}, element.form);
      make("legend", {}, group, word("choose"));
      [...list.children].forEach((item, value) => {
        const label = make("label", {}, group);
        make("input", { type: "radio", name, value }, label);
        make("span", {}, label).append(...(item.querySelector("p") ?? item).childNodes);
      });
      list.remove();
      return () => {
        const chosen = group.querySelector("input:checked");
        if (!chosen) return { passed: false, word: "choose" };
        const feedback = Number(chosen.value);
        return { passed: feedback === right, feedback };
      };
    },

    number(element, { right, wrong }) {
      const label = make("label", {}, element.form, word("your_number"));
      const input = make("input", { type: "text", autocomplete: "off" }, label);
      return () => {
        const text = input.value.trim().replace("−", "-");
        if (!text) return { passed: false, word: "empty" };
        const [over, under = 1, ...others] = text.split("/").map(Number);
        const number = over / under;
        if (!/^[-+.\d/e ]+$/i.test(text) || others.length || !Number.isFinite(number)) {
          return { passed: false, word: "not_a_number" };
        }
        const is = (other) => Math.abs(number - other) <= tolerance * Math.abs(other);
        if (is(right)) return { passed: true };
        const feedback = wrong.findIndex(is);
        return feedback < 0 ? { passed: false } : { passed: false, feedback };
      };
    },

    code(element) {
      const given = element.querySelector(".starter");
      const starter = given.querySelector("pre").textContent.trimEnd();
      given.remove();
      const title = element.closest("section").querySelector("h3").firstChild.textContent;
      const label = word("your_code", { title });
      const { area, set } = editor(
        element.kept.code ?? starter,
        label,
        () => element.check(),
        element.form,
      );
      area.addEventListener("input", () => element.keep({ code: area.value }));
      element.reset = () => {
        set(starter);
        area.focus();
      };
      return async () => {
        if (obstacle()) return { text: obstacle() };
        const code = area.value;
        if (!code.trim() || code.trim() === starter.trim()) return { passed: false, word: "empty" };
        const texts = [element.dataset.exercise, code].map((text) => JSON.stringify(text));
        const pieces = ["from check_answer import check_page", `print(check_page(${texts}))`];
        let printed = "";
        element.status.textContent = word("running");
        element.button.textContent = word("stop");
        element.running = run(pieces, (text) => {
          printed += text;
        });
        const end = await element.running.end;
        element.running = null;
        element.button.textContent = word("check");
        if (end.end !== "done") return { text: sentence(end, pieces.length) };
        return JSON.parse(printed.trim().split("\n").at(-1));
      };
    },
  };

  class BookExercise extends HTMLElement {
    connectedCallback() {
      const exercise = JSON.parse(this.dataset.exercise);
      this.name = exercise.name;
      this.feedback = [...this.querySelectorAll(":scope > template")];
      this.form = make("form", { class: "answer", novalidate: "" });
      this.verdict = kinds[exercise.kind](this, exercise);
      this.button = make("button", {}, this.form, word("check"));
      // Code can be set back to what the exercise began with.
      if (this.reset) button(word("reset"), this.reset, this.form);
      this.status = make("div", { class: "verdict", role: "status" }, this.form);
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.check();
      });
      this.querySelector(":scope > details, :scope > template").before(this.form);
      this.mark();
    }

    async check() {
      if (this.running) return this.running.stop();
      const verdict = await this.verdict();
      this.say(verdict);
      if (verdict.passed) this.keep({ solved: true });
      this.mark();
      for (const progress of document.querySelectorAll("book-progress")) progress.draw();
    }

    /* What the reader did before. */
    get kept() {
      return recall(storage)[this.name] ?? {};
    }

    keep(what) {
      remember(storage, { ...recall(storage), [this.name]: { ...this.kept, ...what } });
    }

    /* Say whether it is right, if that is known, and what there is to say to it. */
    say({ passed, word: key, text, feedback, ...values }) {
      if (values.error) values.error = explain(values);
      this.status.replaceChildren();
      this.status.className = "verdict";
      if (passed !== undefined) {
        make("strong", {}, this.status, word(passed ? "right" : "wrong"));
        this.status.classList.add(passed ? "is-right" : "is-wrong");
      }
      if (key && key !== "wrong") this.status.append(" ", word(key, values));
      if (text) this.status.append(" ", text);
      if (feedback !== undefined) {
        this.status.append(this.feedback[feedback].content.cloneNode(true));
      }
    }

    mark() {
      this.classList.toggle("is-solved", Boolean(this.kept.solved));
    }
  }

  /* How many exercises of the page are solved, and a button that forgets it. */
  class BookProgress extends HTMLElement {
    connectedCallback() {
      const line = make("p", { class: "progress" }, this);
      this.text = make("span", {}, line);
      line.append(" ");
      this.clear = button(word("forget"), () => this.forget(), line);
      this.draw();
    }

    forget() {
      remember(storage, {});
      for (const exercise of document.querySelectorAll("book-exercise")) exercise.mark();
      this.draw();
    }

    draw() {
      const all = document.querySelectorAll("book-exercise").length;
      const solved = document.querySelectorAll("book-exercise.is-solved").length;
      this.text.textContent = word("solved", { solved, all });
      this.clear.hidden = !solved;
    }
  }

  customElements.define("book-exercise", BookExercise);
  customElements.define("book-progress", BookProgress);
}
