"use strict";
/* The progress of a run refreshes by itself; when the run is done the page is loaded once more. */
(() => {
  const run = document.getElementById("ps-run");
  if (!run) return;
  const bar = document.getElementById("ps-run-bar");
  const words = document.getElementById("ps-run-words");
  let pause = 1000;
  const look = async () => {
    try {
      const answer = await fetch(run.dataset.url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const progress = await answer.json();
      bar.max = Math.max(1, progress.total);
      bar.value = progress.finished;
      words.textContent = progress.words;
      if (progress.done) {
        if (!location.search) location.reload();
        return;
      }
      pause = Math.min(5000, pause * 1.2);
    } catch {
      words.textContent = run.dataset.silent;
      pause = 5000;
    }
    window.setTimeout(look, pause);
  };
  window.setTimeout(look, pause);
})();
