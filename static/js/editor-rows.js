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
  for (const select of row.querySelectorAll("select.found-by-typing")) findByTyping(select);
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
    competency.value = option.value;
    row.querySelector("[data-name]").textContent = option.dataset.name;
    window.django.jQuery(competency).trigger("change");
  }
  const first = [...row.querySelectorAll(".row-body textarea, .row-body input, .row-body select")].filter((each) => each.checkVisibility());
  const next = first.find((each) => !each.value && !each.name.endsWith("-position")) ?? first[0];
  if (next.matches("select.select2-hidden-accessible")) window.django.jQuery(next).select2("focus");
  else next.focus();
  if (choice) choice.value = "";
}

// The words of the library, for a competency that is chosen; what was typed stays.
const library = form.querySelector("#add-required_competencies");

function takeWords(select) {
  const row = select.closest("[data-row]");
  const option = entry(select.value);
  if (!row || !option) return;
  for (const [name, words] of [["name", option.dataset.name], ["definition", option.dataset.definition]]) {
    const input = field(row, name);
    if (input.value && input.value !== input.dataset.taken) continue;
    input.value = input.dataset.taken = words;
  }
  if (!field(row, "id").value) row.querySelector("[data-name]").textContent = option.dataset.name;
  tellUndefined(row);
  list(groupOf(row));
}

const entry = (value) => [...(library?.options ?? [])].find((each) => each.value && each.value === value);

function note(row, words) {
  const place = row.querySelector("[data-note]");
  if (place.textContent === words) return;
  place.textContent = words;
  place.hidden = !words;
  if (words) say(words);
}

function tellUndefined(row) {
  const option = entry(field(row, "competency").value);
  if (option) note(row, option.dataset.definition || field(row, "definition").value ? "" : library.dataset.undefined);
}

// What one row asks for, the others do not offer. A row that is marked to be removed asks for nothing.
const picks = () => [...form.querySelectorAll('select[name$="-competency"]')];

function offer() {
  const held = picks().filter((each) => each.closest("[data-row]") && !field(each.closest("[data-row]"), "DELETE")?.checked);
  const taken = new Set(held.map((each) => each.value));
  for (const select of [library, ...picks()]) {
    for (const option of select?.options ?? []) {
      const disabled = Boolean(option.value) && taken.has(option.value) && (select === library || !option.selected);
      if (option.disabled === disabled) continue;
      option.disabled = disabled;
      option.removeAttribute("data-select2-id"); // else the list goes on with what it knew of the option
    }
  }
}

// A competency is found by typing: Django's own list that does so, over the choices that stand on the page.
function findByTyping(select) {
  if (select.name.includes("__prefix__")) return;
  window.django.jQuery(select).select2({ width: "" });
  const label = form.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  const box = select.nextElementSibling;
  label.id ||= `${select.id}-label`;
  const chosen = box.querySelector(".select2-selection__rendered");
  box.querySelector('[role="combobox"]').setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
  chosen.setAttribute("aria-labelledby", label.id);
}

form.addEventListener("input", ({ target }) => {
  if (target.name?.endsWith("-definition")) tellUndefined(target.closest("[data-row]"));
});
form.addEventListener("change", ({ target }) => {
  if (target.name?.endsWith("-DELETE")) offer();
});

window.django.jQuery(form).on("change", 'select[name$="-competency"]', (event) => {
  takeWords(event.target);
  offer();
});

// --- A usual heading has a kind ---

const kinds = JSON.parse(document.getElementById("known-kinds")?.textContent ?? '{"of": {}, "once": []}');
// As `folded` in classes/admin/library.py.
const folded = (heading) => heading.replaceAll("&", " and ").split(/\s+/).filter(Boolean).join(" ").replace(/^[ :.]+|[ :.]+$/g, "").toLowerCase();

let taking = false;

function takeKind(row) {
  const kind = field(row, "kind");
  if (field(row, "own_kind") || (kind.value !== "other" && kind.value !== kind.dataset.taken)) return;
  const meant = kinds.of[folded(field(row, "heading").value)] ?? "other";
  const isHeld = kinds.once.includes(meant) && rowsOf(groupOf(row)).some((other) => other !== row && field(other, "kind").value === meant);
  const value = isHeld ? "other" : meant;
  if (value === kind.value) return;
  kind.value = value;
  if (value === "other") delete kind.dataset.taken;
  else kind.dataset.taken = value;
  note(row, value === "other" ? "" : form.querySelector("#add-sections").dataset.taken.replace("{}", kind.selectedOptions[0].text));
  taking = true;
  changed(kind);
  taking = false;
}

form.addEventListener("input", ({ target }) => {
  if (target.name?.endsWith("-heading")) takeKind(target.closest("[data-row]"));
});
// Whoever chooses a kind by hand keeps it.
form.addEventListener("change", ({ target }) => {
  if (taking || !/^sections-\d+-kind$/.test(target.name)) return;
  const row = target.closest("[data-row]");
  note(row, "");
  if (field(row, "own_kind")) return;
  target.after(Object.assign(document.createElement("input"), { type: "hidden", name: target.name.replace(/kind$/, "own_kind"), value: "1" }));
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
for (const select of picks()) findByTyping(select);
offer();

// Where the lists stand above the form instead of beside it, they are closed.
for (const [name, width] of [["details.jump", 1023], ["details.advice", 1279]]) {
  const details = form.querySelector(name);
  if (details && window.matchMedia(`(max-width: ${width}px)`).matches) details.open = false;
}
