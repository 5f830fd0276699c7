/* Runs Python away from the page, in MicroPython. It gets one message: where MicroPython
   is, the files of the book, and either pieces of code to run one after the other, or an
   exercise with the code of an answer. Only what the last piece prints is shown. It sends
   the output in batches, then how it ended; a verdict goes with the end, not with what the
   answer prints. */

const LIMIT = 100_000; // characters; more would only fill the page
const HEAP = 64 * 1024 * 1024;
const MEMORY = 256 * 1024 * 1024;

/* MicroPython would ask for memory until the machine has none: refuse, and Python says
   MemoryError. There is no option for it, so the growth itself is guarded. */
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65536 > MEMORY) throw new RangeError("memory limit");
  return grow.call(this, pages);
};

let isShown = false;
let sent = 0;
let batch = [];

function print(line) {
  if (!isShown || sent > LIMIT) return;
  sent += line.length + 1;
  batch.push(line);
  if (sent > LIMIT) {
    flush();
    postMessage({ end: "too_long" });
  } else if (batch.length >= 200) {
    flush();
  }
}

function flush() {
  if (batch.length) postMessage({ output: `${batch.join("\n")}\n` });
  batch = [];
}

/* An error of Python: what it says, in plain words, too, and the cell and the line of the
   code that it comes from. */
function describe(error, pieces, told) {
  const lines = error.message.trim().split("\n");
  let kind = error.type ?? "RuntimeError"; // JavaScript's own: the stack is full
  const last = lines.at(-1);
  let text = last.startsWith(`${kind}:`)
    ? last.slice(kind.length + 1).trim()
    : error.type
      ? ""
      : last;
  // Where MicroPython asks no method of a tensor, torch.py cannot refuse it itself.
  if (kind !== "NotImplementedError" && /\btorch\.Tensor\b/.test(text)) {
    kind = "NotImplementedError";
    text = `the page's small PyTorch has no such use of a tensor (${text}): run this one with PyTorch.`;
  }
  const places = [...error.message.matchAll(/File "<cell (\d+)>", line (\d+)/g)];
  const [, cell, line] = places.at(-1)?.map(Number) ?? [];
  const said = { kind, line, error: `${kind}: ${text}` };
  return { cell, ...explained(said, pieces?.[cell - 1] ?? "", told) };
}

/* An error with the words of the page that explain it, in Python's own words. */
function explained(verdict, code, { names, words }) {
  if (!verdict.kind) return verdict; // no error, or one that says all by itself
  const { kind, line } = verdict;
  const error = verdict.error
    .replace("isn't", "is not")
    .replace("divide by zero", "division by zero");
  const found = plainly(kind, error, line, code, names);
  const [key, values] = typeof found === "string" ? [found, {}] : [found.key, found];
  const plain = words[key]?.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  return { ...verdict, error, plain };
}

/* Key of the words that explain an error, or the key with the values that belong there. */
function plainly(kind, error, line, code, names) {
  const odd = /U\+(\w+)/.exec(error);
  if (odd && kind === "SyntaxError") return spelled(Number.parseInt(odd[1], 16));
  // The book's own messages begin with the name of what was given.
  if (/: (x_data|y_data|w_list) (is|has) /.test(error)) return "data";
  if (/: (learning_rate|epochs) is /.test(error)) return "settings";
  if (isLacking(error, names)) return "lacking";
  if (error === "OSError: 29") return "EOFError"; // reading from sys.stdin
  if (kind === "SyntaxError" && isUnindented(code, line)) return "unindented";
  return kind;
}

/* A character that is none of Python's, and what to type instead. */
function spelled(point) {
  const character = String.fromCodePoint(point);
  const places = { "“”„«»″": '"', "‘’‚‛′": "'", "‐‑‒–—―−": "-", "×∗": "*", "÷": "/", "、": "," };
  const found = Object.entries(places).find(([odd]) => odd.includes(character));
  const instead = found?.[1] ?? character.normalize("NFKC");
  if (/^[\s\u200b-\u200f\u2060\ufeff]*$/.test(instead)) return "odd_space";
  return { key: instead > "~" ? "odd_alone" : "odd", character, instead };
}

/* Whether Python has what MicroPython says is not there. */
function isLacking(error, names) {
  const [, owner, name] = /'?(\w+)'?(?: object)? has no attribute '(\w+)'/.exec(error) ?? [];
  const [, builtin] = /NameError: name '(\w+)'/.exec(error) ?? [];
  return names[owner]?.includes?.(name) || names.builtins.includes(builtin);
}

/* Whether a line after a colon is not indented. */
function isUnindented(code, line) {
  const lines = code.split("\n");
  const indent = (text) => text?.search(/\S/) ?? -1;
  const isCode = (text) => /^\s*[^\s#]/.test(text);
  const before = lines.slice(0, line - 1).findLast(isCode);
  return /:\s*(#.*)?$/.test(before) && indent(lines[line - 1]) <= indent(before);
}

addEventListener("message", async ({ data }) => {
  const { micropython, wasm, files, pieces, exercise, code } = data;
  try {
    const { loadMicroPython } = await import(micropython);
    const python = await loadMicroPython({
      url: wasm,
      heapsize: HEAP,
      stdin: () => {
        throw new Error("nothing can be typed");
      },
      stdout: print,
      stderr: print,
    });
    for (const [path, text] of Object.entries(files)) {
      const folder = path.split("/").slice(0, -1).join("/");
      if (folder && !python.FS.analyzePath(folder).exists) python.FS.mkdir(folder);
      python.FS.writeFile(path, text);
    }
    const { run } = python.pyimport("as_python");
    const told = JSON.parse(files["errors.json"]);
    const end = { end: "done" };
    try {
      if (exercise) {
        const verdict = python.pyimport("check_answer").check_page(exercise, code);
        end.verdict = explained(JSON.parse(verdict), code, told);
      }
      pieces?.forEach((piece, place) => {
        isShown = place === pieces.length - 1;
        run(piece, `<cell ${place + 1}>`);
      });
    } catch (error) {
      Object.assign(end, { end: "error", ...describe(error, pieces, told) });
    }
    // MicroPython holds back a last line without its end.
    python.runPython("print()");
    if (batch.at(-1) === "") batch.pop();
    flush();
    postMessage(end);
  } catch (error) {
    postMessage({ end: "failed", text: String(error) });
  }
});
