// Django's autocomplete fields have no name that a screen reader could say. Give them the label of their field.

function name(select) {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  const box = select.nextElementSibling;
  if (!label || !box?.classList.contains("select2")) return;
  label.id ||= `${select.id}-label`;
  const field = box.querySelector(".select2-search__field");
  field?.setAttribute("aria-labelledby", label.id);
  const chosen = box.querySelector(".select2-selection__rendered");
  chosen?.setAttribute("aria-labelledby", label.id);
  box.querySelector('[role="combobox"]')?.setAttribute("aria-labelledby", [label.id, chosen?.id].filter(Boolean).join(" "));
}

const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);

window.django?.jQuery(nameAll); // after Django's own, which makes the fields
document.addEventListener("formset:added", nameAll);
document.addEventListener("focusin", (event) => {
  if (event.target.matches(".select2-search--dropdown .select2-search__field")) {
    event.target.setAttribute("aria-label", "Search");
  }
});

// The editor keeps unsaved text in this window: whoever has to sign in again is told so.
const note = document.querySelector("[data-kept-note]");
if (note) {
  try {
    note.hidden = !Object.keys(sessionStorage).some((key) => key.startsWith("unsaved:"));
  } catch {
    // A browser that keeps nothing has nothing to tell.
  }
}

// How much of a text area that keeps so many characters is used. The server counts too, and refuses what is too long.
const characters = (area) => {
  const text = area.value.trim();
  return [...("oneLine" in area.dataset ? text.replace(/\s+/g, " ") : text)].length;
};

function count(area) {
  const most = Number(area.dataset.most);
  const shown = Object.assign(document.createElement("p"), { className: "counter" });
  const told = Object.assign(document.createElement("p"), { className: "visually-hidden", role: "status" });
  const number = new Intl.NumberFormat("en");
  let pause;
  const tell = () => {
    const used = characters(area);
    const over = used - most;
    shown.textContent = `${number.format(used)} of ${number.format(most)} characters${over > 0 ? `: ${number.format(over)} too many` : ""}`;
    shown.classList.toggle("over", over > 0);
    clearTimeout(pause);
    pause = setTimeout(() => { // read out when the writer pauses, and only near the end
      told.textContent = used > most * 0.9 ? shown.textContent : "";
    }, 1000);
  };
  area.after(shown, told);
  area.parentElement.querySelector("[data-limit]")?.classList.add("visually-hidden"); // the counter says it too
  area.addEventListener("input", tell);
  tell();
}

document.querySelectorAll("textarea[data-most]").forEach(count);
