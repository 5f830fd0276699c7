/* Python in the page: one run is one worker with a fresh interpreter. Nothing is fetched
   before the first run. The words and addresses stand in the page, in <template
   id="python"> (see docs/_templates/partials/python.html). */
"use strict";

{
  const { make, repr } = book;
  const template = document.getElementById("python");
  const word = book.wordsOf(template);

  function address(name) {
    return new URL(template.dataset[name], location).href;
  }

  /* A link to the program of the lesson, for the reader's own machine. */
  function program() {
    return make("a", { href: address("program") }, null, word("program"));
  }

  /* Why Python cannot run here, or "". */
  function obstacle() {
    if (location.protocol === "file:") return word("no_server");
    return window.WebAssembly && window.Worker ? "" : word("no_wasm");
  }

  /* The modules of the book, and the checker of the exercises. */
  async function files() {
    const response = await fetch(address("files"));
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return response.json();
  }

  /* Why Python did not start: of a script that is sent as plain text browsers only say that
     it failed. */
  async function whyNot(text) {
    const response = await fetch(address("worker"), { method: "HEAD" }).catch(() => null);
    const type = response?.headers.get("content-type") ?? "?";
    const isWrong = response?.ok && !type.includes("javascript");
    return isWrong ? { end: "wrong_type", text: type } : { end: "failed", text };
  }

  /* MicroPython writes some floats with 16 digits where Python writes fewer: 86.4 as
     86.40000000000001, the same number. JavaScript finds the shortest form, as Python does. */
  function shorten(output) {
    return output.replace(/\d+\.\d+(?:e[+-]\d+)?/g, (text) => {
      const digits = text.replace(/e.*/, "").replace(".", "").replace(/^0+/, "");
      return digits.length === 16 ? repr(Number(text)) : text;
    });
  }

  /* Run pieces of code one after the other; show(text) gets what the last one prints.
     Returns a promise of how it ended, and a function that ends it. */
  function run(pieces, show) {
    const worker = new Worker(address("worker"), { type: "module" });
    const { promise: end, resolve } = Promise.withResolvers();
    const fail = (text) => whyNot(text).then(resolve);
    worker.onerror = (event) => fail(event.message ?? "");
    worker.onmessage = ({ data }) => (data.end ? resolve(data) : show(shorten(data.output)));
    files().then(
      (found) => {
        const [micropython, wasm] = [address("micropython"), address("wasm")];
        worker.postMessage({ micropython, wasm, files: found, pieces });
      },
      (error) => fail(String(error)),
    );
    end.then(() => worker.terminate());
    return { end, stop: () => resolve({ end: "stopped" }) };
  }

  /* How a run ended, in words; "" if all went well. */
  function sentence({ end, kind, text, line, piece }, pieces) {
    if (end === "done") return "";
    if (end !== "error") return word(end, { text });
    const where = piece < pieces - 1 ? word("in_cell", { cell: piece + 1 }) : "";
    // Template literals do not stand in each other: rjsmin would take the space out.
    const error = `${kind}: ${text}`;
    return [where, explain({ kind, line, error })].filter(Boolean).join(" ");
  }

  /* An error of Python with its line and, where there are some, plain words before it. */
  function explain({ kind, line, error }) {
    const at = line ? word("at_line", { line }) : "";
    // The book's own messages begin with the name of what was given.
    const isData = /: (x_data|y_data|w_list) (is|has) /.test(error);
    const isSetting = /: (learning_rate|epochs) is /.test(error);
    const key = isData ? "data" : isSetting ? "settings" : kind;
    return [at, word(key), error].filter(Boolean).join(" ");
  }

  /* Put an area to edit code in into `parent`, with its keys in words below it. Tab indents;
     after Esc it leaves. Ctrl+Enter runs. */
  function editor(code, label, runCode, parent) {
    const id = `keys-${document.querySelectorAll(".editor-keys").length}`;
    const look = { class: "editor", spellcheck: false, autocapitalize: "off" };
    const names = { "aria-label": label, "aria-describedby": id };
    const area = make("textarea", { ...look, ...names }, parent);
    const keys = make("small", { class: "editor-keys", id }, parent, word("keys"));
    let leaves = false;
    const fit = () => {
      area.rows = area.value.split("\n").length + 1;
    };
    const set = (text) => {
      area.value = text;
      area.dispatchEvent(new Event("input"));
    };
    area.addEventListener("input", fit);
    area.addEventListener("focus", () => {
      leaves = false;
    });
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leaves = true;
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        runCode();
      } else if (event.key === "Tab" && !leaves && !event.shiftKey) {
        event.preventDefault();
        area.setRangeText("    ", area.selectionStart, area.selectionEnd, "end");
        area.dispatchEvent(new Event("input"));
      }
    });
    set(code);
    return { area, keys, set };
  }

  /* What the reader leaves on this device; private windows may refuse it. */
  function recall(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  }

  function remember(key, value) {
    try {
      if (Object.keys(value).length) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // The page works without a memory.
    }
  }

  book.python = { word, program, obstacle, run, sentence, explain, editor, recall, remember };
}
