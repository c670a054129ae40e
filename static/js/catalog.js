// Comfort only: every page works without this file.

// Buttons that need a script to work are hidden until it runs.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The section list follows the reader: the last section whose heading has passed the upper third is the current one.
const outline = document.querySelector("[data-outline]");
if (outline) {
  const links = [...outline.querySelectorAll("a")];
  const parts = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let waiting = false;

  const mark = () => {
    waiting = false;
    const line = window.innerHeight / 3;
    const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    let current = parts.findLastIndex((part) => part && part.getBoundingClientRect().top <= line);
    if (atEnd) current = parts.length - 1;
    links.forEach((link, index) => {
      if (index === Math.max(current, 0)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const schedule = () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  };

  addEventListener("scroll", schedule, { passive: true });
  addEventListener("resize", schedule, { passive: true });
  mark();
}
