/* Python in the page: one run is one worker with a fresh interpreter. Nothing is fetched
   before the first run. The words and addresses stand in the page, in <template
   id="python"> (see docs/_templates/partials/python.html). */
"use strict";

const Python = {
  /* A word of the page, with {names} replaced by values. */
  word(key, values = {}) {
    const item = document.getElementById("python").content.querySelector(`[data-word=${key}]`);
    return item?.textContent.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  },

  address(name) {
    return new URL(document.getElementById("python").dataset[name], location).href;
  },

  /* A link to the program of the lesson, for the reader's own machine. */
  program() {
    const link = document.createElement("a");
    link.href = this.address("program");
    link.textContent = this.word("program");
    return link;
  },

  /* Why Python cannot run here, or "". */
  get obstacle() {
    if (location.protocol === "file:") return this.word("no_server");
    return window.WebAssembly && window.Worker ? "" : this.word("no_wasm");
  },

  /* The modules of the book, and the checker of the exercises. */
  async files() {
    const response = await fetch(this.address("files"));
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return response.json();
  },

  /* Run pieces of code one after the other; show(text) gets what the last one prints.
     Returns a promise of how it ended, and a function that ends it. */
  run(pieces, show) {
    const worker = new Worker(this.address("worker"), { type: "module" });
    let stop;
    const end = new Promise((resolve) => {
      stop = () => resolve({ end: "stopped" });
      worker.onerror = (event) => resolve({ end: "failed", text: event.message ?? "" });
      worker.onmessage = ({ data }) => (data.end ? resolve(data) : show(data.output));
      this.files().then(
        (files) => {
          const micropython = this.address("micropython");
          worker.postMessage({ micropython, wasm: this.address("wasm"), files, pieces });
        },
        (error) => resolve({ end: "failed", text: String(error) }),
      );
    });
    end.then(() => worker.terminate());
    return { end, stop };
  },

  /* How a run ended, in words; "" if all went well. */
  sentence({ end, kind, text, line, piece }, pieces) {
    if (end === "done") return "";
    if (end !== "error") return this.word(end, { text });
    const where = piece < pieces - 1 ? this.word("in_cell", { cell: piece + 1 }) : "";
    return `${where} ${this.explain({ kind, line, error: `${kind}: ${text}` })}`.trim();
  },

  /* An error of Python with its line and, where there are some, plain words before it. */
  explain({ kind, line, error }) {
    const at = line ? this.word("at_line", { line }) : "";
    // The book's own messages begin with the name of what was given.
    const isData = /: (x_data|y_data|w_list) (is|has) /.test(error);
    const isSetting = /: (learning_rate|epochs) is /.test(error);
    const key = isData ? "data" : isSetting ? "settings" : kind;
    return [at, this.word(key), error].filter(Boolean).join(" ");
  },
};

/* An area to edit code in. Tab indents; after Esc it leaves. Ctrl+Enter runs. */
function editor(code, label, run) {
  const area = document.createElement("textarea");
  Object.assign(area, { value: code, spellcheck: false, className: "editor" });
  area.setAttribute("aria-label", label);
  area.setAttribute("autocapitalize", "off");
  let leaves = false;
  const fit = () => (area.rows = area.value.split("\n").length + 1);
  area.addEventListener("input", fit);
  area.addEventListener("focus", () => (leaves = false));
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leaves = true;
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    } else if (event.key === "Tab" && !leaves && !event.shiftKey) {
      event.preventDefault();
      area.setRangeText("    ", area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input"));
    }
  });
  fit();
  return area;
}

/* The keys of an editor, in words below it. */
function keysOf(area) {
  const words = document.createElement("small");
  Object.assign(words, { className: "editor-keys", textContent: Python.word("keys") });
  words.id = `keys-${document.querySelectorAll(".editor-keys").length}`;
  area.setAttribute("aria-describedby", words.id);
  return words;
}

/* What the reader leaves on this device; private windows may refuse it. */
const Memory = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  },

  set(key, value) {
    try {
      if (Object.keys(value).length) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // The page works without a memory.
    }
  },
};
