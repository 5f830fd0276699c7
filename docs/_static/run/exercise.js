/* Exercises: a place for the answer, a button that checks it, and what is said to it.
   Choices and numbers are checked here, code by check_answer.py in the worker. */
"use strict";

{
  const { button, make } = book;
  const { word, obstacle, begin, sentence, explain, editor, mark, recall, remember } = book.python;
  const tolerance = 5e-3; // as in check_answer.py
  const unanswered = ["choose", "empty", "not_a_number"];

  /* A number as it is typed, or NaN: in letters of any width, with any minus sign, with
     thousands set off, and perhaps a fraction. As in check_answer.py. */
  function readNumber(typed) {
    const text = typed
      .normalize("NFKC")
      .replace(/[\u2010-\u2015\u2212]/g, "-")
      .replace("\u2044", "/");
    const form =
      /^ *([-+]?) *(?=\.?[0-9])([0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]*)(\.[0-9]*)?(e[-+]?[0-9]+)? *$/i;
    const [over, under = 1, ...others] = text.split("/").map((part) => {
      const [, ...parts] = form.exec(part) ?? [null, "NaN"];
      return Number(parts.join("").replace(/[, ]/g, ""));
    });
    const number = over / under;
    return others.length || !Number.isFinite(number) ? Number.NaN : number;
  }

  /* For each kind of exercise, a function that builds the place for the answer in the form
     and returns a function that checks what stands there. */
  const kinds = {
    choice(element, { name, right }) {
      const list = element.querySelector("ul.options");
      const group = make("fieldset", {}, element.form);
      make("legend", {}, group, word("choose"));
      [...list.children].forEach((item, value) => {
        const label = make("label", {}, group);
        const input = make("input", { type: "radio", name, value }, label);
        input.checked = element.kept.choice === value;
        make("span", {}, label).append(...(item.querySelector("p") ?? item).childNodes);
      });
      list.remove();
      return () => {
        const chosen = group.querySelector("input:checked");
        if (!chosen) return { passed: false, word: "choose" };
        const feedback = Number(chosen.value);
        element.keep({ choice: feedback });
        return { passed: feedback === right, feedback };
      };
    },

    number(element, { right, wrong }) {
      const label = make("label", {}, element.form, word("your_number"));
      const input = make("input", { type: "text", autocomplete: "off" }, label);
      input.value = element.kept.number ?? "";
      return () => {
        if (!input.value.trim()) return { passed: false, word: "empty" };
        const number = readNumber(input.value);
        if (Number.isNaN(number)) return { passed: false, word: "not_a_number" };
        element.keep({ number: input.value });
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
        () => element.running || element.check(),
        element.form,
      );
      area.addEventListener("input", () => {
        element.keep({ code: area.value });
        mark(area, 0);
      });
      element.reset = () => set(starter);
      return async () => {
        if (obstacle()) return { text: obstacle() };
        const code = area.value;
        if (!code.trim() || code.trim() === starter.trim()) return { passed: false, word: "empty" };
        element.status.textContent = word("running");
        mark(area, 0);
        const work = { exercise: element.dataset.exercise, code };
        element.running = begin(element.button, work, () => {});
        const end = await element.running.end;
        element.running = null;
        if (end.end !== "done") return { text: sentence(end) };
        mark(area, end.verdict.line ?? 0);
        return end.verdict;
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
      this.solved = make("span", { class: "solved-mark" }, this.form, word("is_solved"));
      this.status = make("div", { class: "verdict", role: "status" }, this.form);
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (this.running) this.running.press();
        else this.check();
      });
      this.querySelector(":scope > details, :scope > template").before(this.form);
      this.offerHints();
      this.mark();
    }

    /* A hint is offered when the one before it was opened. */
    offerHints() {
      const hints = [...this.querySelectorAll(":scope > details.hint")];
      hints.slice(1).forEach((hint, place) => {
        hint.hidden = true;
        hints[place].addEventListener("toggle", () => {
          hint.hidden = false;
        });
      });
    }

    async check() {
      let verdict;
      this.classList.add("is-busy");
      try {
        verdict = await this.verdict();
      } catch (error) {
        verdict = { text: word("failed", { text: String(error) }) };
      }
      this.classList.remove("is-busy");
      this.say(verdict);
      if (verdict.passed) this.keep({ solved: true });
      this.mark();
      for (const progress of document.querySelectorAll("book-progress")) progress.draw();
    }

    /* What the reader did before. */
    get kept() {
      return recall("exercises")[this.name] ?? {};
    }

    keep(what) {
      remember("exercises", {
        ...recall("exercises"),
        [this.name]: { ...this.kept, ...what },
      });
    }

    /* Say whether it is right, if that is known, and what there is to say to it. */
    say({ passed, word: key, text, feedback, ...values }) {
      if (values.error) values.error = explain(values);
      this.status.replaceChildren();
      this.status.className = "verdict";
      const isAnswer = passed !== undefined && !unanswered.includes(key);
      if (isAnswer) {
        make("strong", {}, this.status, word(passed ? "right" : "wrong"));
        this.status.classList.add(passed ? "is-right" : "is-wrong");
      }
      if (key && key !== "wrong") this.status.append(" ", word(key, values));
      if (text) this.status.append(" ", text);
      if (feedback !== undefined) {
        this.status.append(this.feedback[feedback].content.cloneNode(true));
      }
      if (passed) this.praise(feedback === undefined);
    }

    /* Why it is right, as the solution begins, and the way to the next exercise. */
    praise(isSilent) {
      const reason = this.querySelector(":scope > .solution > p:not(.admonition-title)");
      if (isSilent && reason) this.status.append(reason.cloneNode(true));
      const all = [...document.querySelectorAll("book-exercise")];
      const next = all[all.indexOf(this) + 1]?.closest("section");
      if (next)
        make("a", { href: `#${next.id}`, class: "next-exercise" }, this.status, word("next"));
    }

    mark() {
      const isSolved = Boolean(this.kept.solved);
      this.classList.toggle("is-solved", isSolved);
      this.solved.hidden = !isSolved;
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

    /* What was solved is forgotten; code that the reader has written stays. */
    forget() {
      const kept = Object.entries(recall("exercises")).map(([name, { solved, ...more }]) => {
        const { code } = more;
        return [name, solved ? code && { code } : more];
      });
      remember("exercises", Object.fromEntries(kept.filter(([, what]) => what)));
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
  book.readNumber = readNumber;
}
