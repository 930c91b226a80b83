"use strict";
/* A value and its box light up together, by mouse and by keyboard. Without this file they are plain anchors. */
(() => {
  const light = (anchor, scroll) => {
    for (const lit of document.querySelectorAll(".ps-lit")) lit.classList.remove("ps-lit");
    const box = document.getElementById("b-" + anchor);
    const value = document.getElementById("v-" + anchor);
    for (const part of [box, value]) if (part) part.classList.add("ps-lit");
    if (box && scroll) {
      const pages = box.closest(".ps-pages");
      const place = box.getBoundingClientRect(), pane = pages.getBoundingClientRect();
      pages.scrollTo({ top: pages.scrollTop + place.top - pane.top - pane.height / 3, behavior: "instant" });
      const { top, bottom } = box.getBoundingClientRect();
      const beside = getComputedStyle(pages).position === "sticky"; // else showing it would hide the input
      if ((top < 0 || bottom > innerHeight) && (scroll === "always" || beside)) pages.scrollIntoView({ block: "nearest", behavior: "instant" });
    }
    return box;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-anchor]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.classList.contains("ps-to-value")) {
      event.preventDefault();
      light(link.dataset.anchor, false);
      const value = document.getElementById("v-" + link.dataset.anchor);
      const input = document.querySelector('.ps-input[data-anchor="' + link.dataset.anchor + '"]');
      if (input) input.focus({ preventScroll: false });
      else if (value) value.scrollIntoView({ block: "center" });
    } else if (light(link.dataset.anchor, "always")) {
      event.preventDefault();
    }
  });
  document.addEventListener("focusin", (event) => {
    const part = event.target.closest("[data-anchor]");
    if (part && !part.classList.contains("ps-to-value")) light(part.dataset.anchor, "pane");
  });
})();
