/* Selaras: the week of the calendar.

   data-present   the line at the current time, moved every minute
   data-slots     a grid of links to the form of a new session, of which one is a tab stop: the arrow keys move to the next
                  free slot of the column or row, Home and End to the first and last of the row, and with Ctrl of the grid */
"use strict";
(() => {
  const line = document.querySelector("[data-present]");
  if (line) {
    const opened = Date.now();
    const style = getComputedStyle(line);
    const at = Number(style.getPropertyValue("--at")) + Number(style.getPropertyValue("--m")) / 12;
    setInterval(() => {
      line.style.setProperty("--at", Math.min(24, at + (Date.now() - opened) / 3600000));
      line.style.setProperty("--m", 0);
    }, 60000);
  }

  const grid = document.querySelector("[data-slots]");
  if (!grid) return;
  const rows = [...grid.children].map((row) => [...row.children].map((cell) => cell.querySelector("a")));
  const place = (link) => {
    const cell = link.parentElement;
    return [[...grid.children].indexOf(cell.parentElement), [...cell.parentElement.children].indexOf(cell)];
  };
  const next = ([row, column], [down, right]) => {
    for (let y = row + down, x = column + right; rows[y] && x >= 0 && x < rows[y].length; y += down, x += right) {
      if (rows[y][x]) return rows[y][x];
    }
    return null;
  };
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const wanted = (event, link) => {
    const here = place(link);
    if (event.key in steps) return next(here, steps[event.key]);
    if (event.key !== "Home" && event.key !== "End") return null;
    return (event.ctrlKey ? rows.flat() : rows[here[0]]).filter(Boolean).at(event.key === "Home" ? 0 : -1);
  };
  grid.addEventListener("keydown", (event) => {
    const link = event.target.closest("a");
    if (!link || event.altKey || event.metaKey || (!(event.key in steps) && event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    wanted(event, link)?.focus();
  });
  grid.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    for (const other of grid.querySelectorAll('a[tabindex="0"]')) other.tabIndex = -1;
    link.tabIndex = 0;
  });
})();
