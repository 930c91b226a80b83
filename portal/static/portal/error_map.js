"use strict";
/* The map by keyboard: one stop for Tab, the arrow keys inside; what a cell says is told above the map. */
(() => {
  const map = document.getElementById("ps-map");
  const told = document.getElementById("ps-map-told");
  if (!map || !told) return;
  const rows = [...map.tBodies[0].rows].map((row) => [...row.cells].slice(2).map((cell) => cell.querySelector("a")));
  const first = rows.flat().find(Boolean);
  if (first) first.tabIndex = 0;
  const tell = (mark) => { told.textContent = mark.title; };
  const place = (mark) => {
    const row = rows.findIndex((marks) => marks.includes(mark));
    return [row, rows[row].indexOf(mark)];
  };
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  map.addEventListener("keydown", (event) => {
    const mark = event.target.closest("tbody a");
    const step = steps[event.key];
    if (!mark || !step) return;
    event.preventDefault();
    let [row, column] = place(mark);
    do {
      row += step[0];
      column += step[1];
    } while (rows[row] && column >= 0 && column < rows[row].length && !rows[row][column]);
    const next = rows[row] && rows[row][column];
    if (!next) return;
    mark.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  for (const name of ["focusin", "mouseover"]) {
    map.addEventListener(name, (event) => {
      const mark = event.target.closest("tbody a, thead a");
      if (mark) tell(mark);
    });
  }
})();
