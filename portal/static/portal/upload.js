"use strict";
/* Hundreds of files, a few at a time, each with its own progress and result. Without scripts the form sends them all. */
(() => {
  const AT_ONCE = 3;
  const form = document.getElementById("ps-upload");
  const input = document.getElementById("files");
  const zone = document.getElementById("ps-drop");
  const board = document.getElementById("ps-uploads");
  if (!form || !input || !zone || !board) return;
  const words = board.dataset;
  const summary = board.querySelector("[role=status]");
  const rows = board.querySelector("tbody");
  const bar = board.querySelector("progress");
  const onward = board.querySelector(".ps-onward");
  const start = onward.querySelector(".ps-primary");
  const waiting = [];
  const counts = { all: 0, done: 0, added: 0, known: 0, refused: 0 };
  let at_work = 0;

  const say = () => {
    bar.max = Math.max(1, counts.all);
    bar.value = counts.done;
    summary.textContent = words.summary
      .replace("{done}", counts.done).replace("{all}", counts.all).replace("{added}", counts.added)
      .replace("{known}", counts.known).replace("{refused}", counts.refused);
    onward.hidden = counts.done < counts.all;
    start.href = `${words.start}?project=${encodeURIComponent(form.elements.project.value)}`;
  };

  const chip = (kind, sign, text) => {
    const made = document.createElement("span");
    made.className = `ps-chip ps-${kind}`;
    made.textContent = `${sign} ${text}`;
    return made;
  };

  const lines_of = (row, results) => {
    let last = row;
    results.forEach((one, place) => {
      const line = place ? row.cloneNode(false) : row;
      const cells = ["td", "td", "td"].map((tag) => document.createElement(tag));
      if (one.href) {
        const link = document.createElement("a");
        link.href = one.href;
        link.textContent = one.name;
        cells[0].append(link);
      } else cells[0].textContent = one.name;
      cells[0].className = cells[2].className = "ps-long";
      cells[1].append(chip(one.kind, one.sign, one.words));
      cells[2].textContent = one.why || "–";
      line.replaceChildren(...cells);
      if (place) last.after(line);
      last = line;
      counts[one.outcome] += 1;
    });
  };

  const failed = (row, file, why) => {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "ps-button";
    again.textContent = words.again;
    again.addEventListener("click", () => { counts.done -= 1; row.remove(); queue(file); next(); });
    row.cells[1].replaceChildren(chip("bad", "✗", words.failed));
    row.cells[2].replaceChildren(`${why} `, again);
  };

  const send = (file, row) => {
    const request = new XMLHttpRequest();
    const progress = row.querySelector("progress");
    const data = new FormData(form);
    data.delete("files");
    data.append("files", file);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) { progress.max = event.total; progress.value = event.loaded; }
    });
    request.addEventListener("loadend", () => {
      at_work -= 1;
      counts.done += 1;
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* told below */ }
      if (request.status === 200 && answer) lines_of(row, answer.results);
      else failed(row, file, (answer && answer.problem) || words.offline);
      say();
      next();
    });
    at_work += 1;
    request.send(data);
  };

  const next = () => {
    if (!form.reportValidity()) return;
    while (at_work < AT_ONCE && waiting.length) send(...waiting.shift());
  };

  const queue = (file) => {
    const row = rows.insertRow();
    for (let cell = 0; cell < 3; cell += 1) row.insertCell();
    row.cells[0].textContent = file.name;
    row.cells[0].className = row.cells[2].className = "ps-long";
    const progress = document.createElement("progress");
    progress.className = "ps-progress";
    progress.max = 1;
    progress.value = 0;
    progress.setAttribute("aria-label", file.name);
    row.cells[1].append(progress);
    waiting.push([file, row]);
  };

  const take = (files) => {
    if (!files.length) return;
    board.hidden = false;
    counts.all += files.length;
    input.required = false;
    files.forEach(queue);
    say();
    next();
  };

  const entries = async (entry) => {
    if (entry.isFile) return [await new Promise((found, lost) => entry.file(found, lost))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((read, lost) => reader.readEntries(read, lost));
      if (!some.length) return found;
      for (const one of some) found.push(...(await entries(one)));
    }
  };

  const wanted = (file) => /\.(pdf|zip)$/i.test(file.name) || /pdf|zip/.test(file.type);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const files = [...input.files];
    input.value = "";
    if (files.length) take(files);
    else next();
  });
  const chosen = () => {
    const files = [...input.files];
    input.value = "";
    take(files);
  };
  input.addEventListener("change", chosen);
  chosen(); // what was chosen before this script was there
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("ps-over"); });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("ps-over"));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    const dropped = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
    const loose = [...event.dataTransfer.files];
    const files = dropped.some((entry) => entry && entry.isDirectory)
      ? (await Promise.all(dropped.filter(Boolean).map(entries))).flat().filter(wanted)
      : loose;
    take(files);
  });
  window.addEventListener("beforeunload", (event) => { if (at_work || waiting.length) event.preventDefault(); });
})();
