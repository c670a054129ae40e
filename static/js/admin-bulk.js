// The plan of a notice in bulk: its ticks are counted as they are set, and set all at once without asking the server.

const form = document.querySelector("form.plan");
const said = form?.querySelector("[data-ticked]");

if (said) {
  const boxes = [...form.querySelectorAll("input[name=take]")];
  const left = form.elements.left;
  const all = Number(said.textContent.match(/of ([\d,]+)/)[1].replaceAll(",", ""));
  const elsewhere = () => left.value.split(",").filter(Boolean).length;

  const count = () => {
    const unticked = boxes.filter((box) => !box.checked).length;
    said.textContent = `${all - elsewhere() - unticked} of ${all} ticked`;
  };

  form.addEventListener("change", (event) => {
    if (event.target.name === "take") count();
  });

  // Only where the plan has one page: the classes of the others are known to the server.
  if (boxes.length === all) {
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=_ticks]");
      if (!button) return;
      event.preventDefault();
      for (const box of boxes) box.checked = button.value === "all";
      count();
    });
  }
  addEventListener("pageshow", count); // the browser may have kept ticks of its own
}
