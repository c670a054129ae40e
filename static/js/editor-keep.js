// What was typed is not lost: a warning before the page is left, and a copy in this window until it is saved.

const form = document.querySelector("form[data-editor]");
const key = `unsaved:${form.dataset.user}:${location.pathname}`;
const own = new Set(["csrfmiddlewaretoken", "_at", "_kept_as"]);
const fields = () => [...new FormData(form)].filter(([name]) => !own.has(name));
const opened = JSON.stringify(fields());
const isChanged = () => form.hasAttribute("data-unsaved") || JSON.stringify(fields()) !== opened;

// --- The copy ---

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(entry) {
  try {
    if (entry) sessionStorage.setItem(key, JSON.stringify(entry));
    else sessionStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing still warns.
  }
}

const savedAs = document.cookie.match(/(?:^|; )saved_draft=([0-9a-z.]+)/)?.[1];
let kept = read();
if (kept && (kept.as === savedAs || JSON.stringify(kept.fields) === opened)) write((kept = null));

const offer = document.querySelector("[data-kept-offer]");
let offering = Boolean(kept) && !form.hasAttribute("data-unsaved");

function keep(as = "") {
  if (!offering) write(isChanged() ? { at: Date.now(), as, fields: fields() } : null);
}

let waiting;
const keepSoon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(keepNow, 400);
};
function keepNow() {
  clearTimeout(waiting);
  waiting = undefined;
  keep();
}
for (const kind of ["input", "change", "click", "drop"]) form.addEventListener(kind, keepSoon);
window.django?.jQuery(form).on("change", "select", keepSoon);
if (form.hasAttribute("data-unsaved")) keep();

// --- Leaving ---

let leaving = false;
window.addEventListener("beforeunload", (event) => {
  if (!leaving && isChanged()) event.preventDefault();
});

form.addEventListener("submit", () => {
  leaving = true;
  offering = false;
  clearTimeout(waiting);
  waiting = undefined;
  const as = `${Date.now().toString(36)}.${Math.random().toString(36).slice(2)}`;
  form.elements._kept_as.value = as;
  keep(as);
});
window.addEventListener("pageshow", () => (leaving = false));

// The last keys before the page goes, or the window is put away: nothing waits for the timer then.
const keepLast = () => {
  if (waiting !== undefined && !leaving) keepNow();
};
window.addEventListener("pagehide", keepLast);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keepLast();
});

// --- Coming back ---

const hour = (at) => new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit" }).format(at).replace(/\s/g, " ");

if (offering) {
  offer.hidden = false;
  const time = offer.querySelector("[data-kept-at]");
  time.textContent = hour(kept.at);
  time.dateTime = new Date(kept.at).toISOString();
}

// Sent as a form, so that the server shows it, and also what others have saved meanwhile.
offer.querySelector("[data-put-back]").addEventListener("click", () => {
  const sent = Object.assign(document.createElement("form"), { method: "post", hidden: true });
  const restored = [["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["_restored", hour(kept.at)]];
  for (const [name, value] of [...kept.fields, ...restored]) {
    const input = Object.assign(document.createElement("textarea"), { name, value });
    sent.append(input);
  }
  document.body.append(sent);
  leaving = true;
  sent.submit();
});
offer.querySelector("[data-drop]").addEventListener("click", () => {
  offering = false;
  offer.hidden = true;
  write(null);
  keep();
});

// --- The place ---

form.addEventListener("focusin", ({ target }) => {
  if (target.name && !target.name.startsWith("_")) form.elements._at.value = target.name;
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  const save = form.querySelector('[name="_continue"]');
  if (save) form.requestSubmit(save);
});

const wrong = document.querySelector("[data-conflict]") ?? form.querySelector('[aria-invalid="true"]') ?? document.querySelector("[data-faults]");
const here = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
(wrong ?? (here?.matches("input, select, textarea") ? here : null))?.focus();
