// Comfort only: every page works without this file.

// Buttons that need a script to work are hidden until it runs.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
}

// The section list follows the reader: the last section whose heading has come to the top of the window is the current
// one. A section that was asked for by its link stays current, however low it stands, until the reader moves on.
const outline = document.querySelector("[data-outline]");
if (outline) {
  const links = [...outline.querySelectorAll("a")];
  const parts = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let asked = links.findIndex((link) => link.hash === location.hash);
  let waiting = false;

  const reached = () => {
    if (window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2) return parts.length - 1;
    return Math.max(parts.findLastIndex((part) => part && part.getBoundingClientRect().top <= 96), 0);
  };
  const mark = () => {
    waiting = false;
    const current = asked >= 0 ? asked : reached();
    links.forEach((link, index) => {
      if (index === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const schedule = () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  };

  links.forEach((link, index) => {
    link.addEventListener("click", () => {
      asked = index;
      schedule();
    });
  });
  for (const move of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(move, (event) => {
      if (event.target instanceof Node && outline.contains(event.target)) return;
      asked = -1;
    }, { passive: true });
  }
  addEventListener("scroll", schedule, { passive: true });
  addEventListener("resize", schedule, { passive: true });
  mark();
}
