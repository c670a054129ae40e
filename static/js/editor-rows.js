// Rows of a draft: added, moved by button or by hand, folded. Without this script the number of its place moves a row.

const form = document.querySelector("form[data-editor]");
const say = (words) => (form.querySelector("[data-say]").textContent = words);
const groups = [...form.querySelectorAll("[data-rows]")];
const rowsOf = (group) => [...group.querySelectorAll("[data-row]")];
const groupOf = (element) => element.closest("[data-rows]");
const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
const place = (row) => Number.parseInt(field(row, "position")?.value, 10);
const nameOf = (row) => row.querySelector("[data-name]").textContent.trim();
const changed = (input) => input.dispatchEvent(new Event("change", { bubbles: true }));

for (const each of form.querySelectorAll("[data-scripted], [data-grip]")) each.hidden = false;
for (const each of form.querySelectorAll("[data-unscripted]")) each.hidden = true;

// --- Order ---

// Give the rows, as they stand, the numbers that they have among them: what did not move keeps its own. Where two
// have one number, all are counted anew.
function renumber(group) {
  const rows = rowsOf(group);
  const held = rows.map(place).filter(Number.isInteger);
  const places = new Set(held).size < held.length ? [] : held.sort((a, b) => a - b);
  while (places.length < rows.length) places.push((places.at(-1) ?? 0) + 1);
  rows.forEach((row, at) => {
    if (place(row) === places[at]) return;
    field(row, "position").value = places[at];
    changed(field(row, "position"));
  });
  list(group);
}

// Move the neighbour, so that the focus stays where it is.
function move(row, by) {
  const rows = rowsOf(groupOf(row));
  const neighbour = rows[rows.indexOf(row) + by];
  if (!neighbour) return say(`${nameOf(row)} is ${by < 0 ? "first" : "last"} already.`);
  if (by < 0) row.after(neighbour);
  else row.before(neighbour);
  moved(row);
}

function moved(row) {
  const group = groupOf(row);
  renumber(group);
  const rows = rowsOf(group);
  say(`${nameOf(row)} is now ${rows.indexOf(row) + 1} of ${rows.length}.`);
  row.querySelector(".row-head").scrollIntoView({ block: "nearest" });
}

function sort(group) {
  const rows = rowsOf(group);
  const sorted = [...rows].sort((a, b) => (place(a) || Infinity) - (place(b) || Infinity) || 0);
  if (sorted.some((row, at) => row !== rows[at])) for (const row of sorted) group.querySelector(".empty-form").before(row);
}

function typedPlace(input) {
  const row = input.closest("[data-row]");
  const value = place(row);
  if (!Number.isInteger(value)) return;
  const others = rowsOf(groupOf(row)).filter((other) => other !== row);
  const down = value > Number(input.dataset.before);
  const next = others.find((other) => (down ? place(other) > value : place(other) >= value));
  if (next) next.before(row);
  else others.at(-1)?.after(row);
  input.dataset.before = value;
  moved(row);
  input.focus();
}

form.addEventListener("focusin", ({ target }) => {
  if (target.name?.endsWith("-position")) target.dataset.before = target.value;
});
form.addEventListener("change", (event) => {
  if (event.isTrusted && event.target.name?.endsWith("-position")) typedPlace(event.target);
});

// --- By hand ---

let dragged = null;
const mark = (row, side) => {
  for (const each of form.querySelectorAll("[data-drop]")) delete each.dataset.drop;
  if (row) row.dataset.drop = side;
};
const sideOf = (row, y) => {
  const box = row.getBoundingClientRect();
  return y < box.top + box.height / 2 ? "before" : "after";
};

form.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.("[data-grip]")) return;
  dragged = event.target.closest("[data-row]");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", nameOf(dragged));
  event.dataTransfer.setDragImage(dragged.querySelector(".row-head"), 16, 16);
});
form.addEventListener("dragover", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (!dragged || !row || groupOf(row) !== groupOf(dragged)) return;
  event.preventDefault();
  mark(row, sideOf(row, event.clientY));
});
form.addEventListener("drop", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (!dragged || !row || groupOf(row) !== groupOf(dragged)) return;
  event.preventDefault();
  if (row !== dragged) {
    row[sideOf(row, event.clientY)](dragged);
    moved(dragged);
  }
});
form.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});

// --- New rows ---

function add(group) {
  const prefix = group.dataset.rows;
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const empty = document.getElementById(`${prefix}-empty`);
  const number = Number(total.value);
  const row = empty.cloneNode(true);
  row.id = `${prefix}-${number}`;
  row.classList.remove("empty-form");
  row.dataset.row = "";
  for (const element of row.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby", "aria-labelledby"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replaceAll("__prefix__", number));
    }
  }
  empty.before(row);
  total.value = number + 1;
  group.classList.remove("folded");
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: prefix } }));
  fill(row, group.querySelector("[data-choice]"));
  list(group);
  changed(total);
  say(`${nameOf(row)} added, ${rowsOf(group).length} in all.`);
}

function fill(row, choice) {
  const option = choice?.selectedOptions[0];
  if (option?.value && field(row, "heading")) {
    field(row, "heading").value = option.value;
    field(row, "kind").value = option.dataset.kind;
    row.querySelector("[data-name]").textContent = option.value;
  } else if (option?.value) {
    const competency = field(row, "competency");
    competency.append(new Option(option.text, option.value, true, true));
    row.querySelector("[data-name]").textContent = option.text;
    window.django.jQuery(competency).trigger("change");
  }
  const first = [...row.querySelectorAll(".row-body textarea, .row-body input, .row-body select")].filter((each) => each.checkVisibility());
  (first.find((each) => !each.value && !each.name.endsWith("-position")) ?? first[0]).focus();
  if (choice) choice.value = "";
}

// The words of the library, for a competency that is chosen; what was typed stays.
const library = form.querySelector("#add-required_competencies");

function takeWords(select) {
  const row = select.closest("[data-row]");
  const option = [...(library?.options ?? [])].find((each) => each.value && each.value === select.value);
  if (!row || !option) return;
  for (const [name, words] of [["name", option.text], ["definition", option.dataset.definition]]) {
    const input = field(row, name);
    if (input.value && input.value !== input.dataset.taken) continue;
    input.value = input.dataset.taken = words;
  }
  if (!field(row, "id").value) row.querySelector("[data-name]").textContent = option.text;
  list(groupOf(row));
}

function offer() {
  const taken = new Set([...form.querySelectorAll('[data-row] select[name$="-competency"]')].map((each) => each.value));
  for (const option of library?.options ?? []) option.disabled = Boolean(option.value) && taken.has(option.value);
}

window.django.jQuery(form).on("change", 'select[name$="-competency"]', (event) => {
  takeWords(event.target);
  offer();
});

// --- The jump list says what stands in the form ---

function list(group) {
  const stops = form.querySelector(`[data-stops="${group.id}"]`);
  stops?.replaceChildren(
    ...rowsOf(group).map((row) => {
      const link = Object.assign(document.createElement("a"), { href: `#${row.id}`, textContent: nameOf(row) });
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
}

form.addEventListener("input", ({ target }) => {
  if (!target.name?.endsWith("-heading")) return;
  const row = target.closest("[data-row]");
  row.querySelector("[data-name]").textContent = target.value || "without a heading";
  list(groupOf(row));
});

form.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.move) move(button.closest("[data-row]"), button.dataset.move === "up" ? -1 : 1);
  if (button?.matches("[data-add]")) add(groupOf(button));
  if (button?.matches("[data-fold]")) {
    const folded = groupOf(button).classList.toggle("folded");
    button.setAttribute("aria-pressed", folded);
  }
});

groups.forEach(sort);
offer();

// Where the lists stand above the form instead of beside it, they are closed.
for (const [name, width] of [["details.jump", 1023], ["details.advice", 1279]]) {
  const details = form.querySelector(name);
  if (details && window.matchMedia(`(max-width: ${width}px)`).matches) details.open = false;
}
