// Comfort on the list of classes: what is ticked in the filters is shown at once, a long list of values can be
// narrowed, and ticked classes stay ticked. Without this file the buttons do it, one page after the other.

const find = document.getElementById("find");
const filters = document.querySelector(".filters");
const said = document.getElementById("found-said");

// --- Filters: the list changes beside the box that was ticked, which keeps the focus and its place. ---

const asked = () => {
  const query = new URLSearchParams([...new FormData(find)].filter(([, value]) => value));
  return `${find.action}?${query}`;
};

let asking;
let shown = location.search;
const choose = async (facet) => {
  asking?.abort();
  asking = new AbortController();
  const address = asked();
  try {
    const answer = await fetch(address, { signal: asking.signal });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !fresh.querySelector(".filters")) throw new Error(`${answer.status}`);
    show(fresh, facet);
    history.pushState(null, "", address);
    shown = location.search;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
};

const show = (fresh, facet) => {
  document.title = fresh.title;
  for (const part of [".results", ".day-form", ".filters > summary"]) {
    const old = document.querySelector(part);
    const its = fresh.querySelector(part);
    if (old && its) old.replaceWith(its);
  }
  showFacets(fresh, facet);
  ready(document);
  const count = document.getElementById("found").textContent;
  said.textContent = count;
  filters.querySelector(".facets-go button").textContent = `Show ${count}`;
};

// The facet in use stays where it is, with its boxes; only what they count is new.
const showFacets = (fresh, facet) => {
  const all = [...fresh.querySelectorAll(".facet")];
  for (const each of all) {
    const old = document.getElementById(each.id);
    if (!old) continue;
    each.open = old.open || each.open;
    const typed = old.querySelector("[data-quick] input")?.value;
    if (typed && old !== facet) each.querySelector("[data-quick] input").value = typed;
  }
  const mine = all.findIndex((each) => each.id === facet.id);
  for (const each of filters.querySelectorAll(".facet")) if (each !== facet) each.remove();
  facet.before(...all.slice(0, Math.max(mine, 0)));
  facet.after(...all.slice(mine + 1));
  if (mine < 0) return;
  for (const part of [".facet-chosen", ".facet-more"]) {
    const its = all[mine].querySelector(part);
    if (its) facet.querySelector(part)?.replaceWith(its);
  }
  const counts = new Map([...all[mine].querySelectorAll(".facet-values input")].map((box) => [box.value, box.parentElement.querySelector("b")]));
  for (const box of facet.querySelectorAll(".facet-values input")) {
    const its = counts.get(box.value);
    if (its) box.parentElement.querySelector("b").replaceWith(its);
  }
};

// --- A long list of values: a field that narrows it. ---

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const narrow = (field) => {
  const wanted = plain(field.value.trim());
  for (const label of field.closest(".facet").querySelectorAll(".facet-values label")) {
    label.hidden = !plain(label.querySelector("span").textContent).includes(wanted);
  }
};

// --- Classes ticked for comparing: kept from one list to the next until they are compared. ---

const KEPT = "ticked";
const ticked = new Map(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));

const tick = (box) => {
  if (box.checked) ticked.set(box.value, box.closest("label").textContent.replace(/^Compare /, ""));
  else ticked.delete(box.value);
  sessionStorage.setItem(KEPT, JSON.stringify([...ticked]));
};

const also = (bar, [value, name]) => {
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "classes", value, checked: true });
  const label = document.createElement("label");
  label.append(box, name);
  bar.append(label);
};

const ready = (page) => {
  for (const quick of page.querySelectorAll("[data-quick]")) {
    quick.hidden = false;
    narrow(quick.querySelector("input"));
  }
  const form = page.querySelector(".tick-form");
  if (!form) return;
  for (const box of form.querySelectorAll("input[name=classes]:checked")) tick(box);
  const elsewhere = new Map(ticked);
  for (const box of form.querySelectorAll("input[name=classes]")) {
    box.checked = elsewhere.delete(box.value);
  }
  form.querySelector(".also")?.remove();
  if (!elsewhere.size) return;
  const bar = Object.assign(document.createElement("div"), { className: "also" });
  for (const each of elsewhere) also(bar, each);
  form.querySelector(".compare-bar").append(bar);
};

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.name === "classes") tick(box);
  else if (filters?.contains(box) && box.name) choose(box.closest(".facet"));
});
document.addEventListener("input", (event) => {
  if (event.target.closest("[data-quick]")) narrow(event.target);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".tick-form")) return;
  sessionStorage.removeItem(KEPT);
});
addEventListener("popstate", () => {
  if (location.search !== shown) location.reload();
});

filters?.classList.add("filters-at-once");
ready(document);
