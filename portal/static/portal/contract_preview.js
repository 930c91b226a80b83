"use strict";
/* A typed field is tried on one document after the other; what comes is shown as it comes. */
(() => {
  const VALUES_SHOWN = 6;
  const form = document.getElementById("ps-field");
  const board = document.getElementById("ps-try");
  const start = document.getElementById("ps-try-start");
  if (!form || !board) return;
  const words = board.dataset;
  const documents = words.documents.split(",").filter(Boolean);
  const shown = document.getElementById("ps-tried");
  const bar = shown && shown.querySelector("progress");
  const summary = shown && shown.querySelector("[role=status]");
  const rows = shown && shown.querySelector("tbody");
  const list = document.getElementById("ps-tried-words");
  const nowhere = document.getElementById("ps-tried-nowhere");
  let round = 0;

  const cell = (row, tag, ...content) => {
    const made = document.createElement(tag);
    made.className = "ps-long";
    made.append(...content);
    row.append(made);
    return made;
  };
  const small = (style, text) => {
    const made = document.createElement("div");
    made.className = style;
    made.textContent = text;
    return made;
  };

  const say = (answer) => {
    const row = rows.insertRow();
    const link = document.createElement("a");
    link.href = answer.href;
    link.textContent = answer.name;
    cell(row, "th", link).scope = "row";
    const found = cell(row, "td", answer.found);
    if (answer.verdict) found.append(small(`ps-${answer.verdict.kind}`, `${answer.verdict.sign} ${answer.verdict.words}`));
    const before = cell(row, "td", answer.before);
    if (answer.before !== answer.found) before.append(small("ps-warn", `≠ ${words.changed}`));
  };

  const told = (typed, counts) => {
    const standing = [...counts].sort((one, other) => other[1].needed - one[1].needed || other[1].stands - one[1].stands);
    list.replaceChildren(...standing.map(([word, count]) => {
      const line = document.createElement("li");
      const strong = document.createElement("strong");
      strong.textContent = word;
      line.append(strong, `: ${words.stands.replace("{n}", count.stands)}, ${words.needed.replace("{n}", count.needed)}`);
      line.append(small("ps-small ps-long", count.found.slice(0, VALUES_SHOWN).join(" · ") + (count.found.length > VALUES_SHOWN ? " …" : "")));
      return line;
    }));
    const absent = typed.filter((word) => !counts.has(word));
    nowhere.textContent = absent.length ? `${words.nowhere.replace("{n}", absent.length)} (${absent.slice(0, 12).join("; ")}${absent.length > 12 ? " …" : ""})` : "";
  };

  if (start) start.addEventListener("click", async () => {
    const mine = (round += 1);
    const typed = [...new Set(form.elements.aliases.value.split("\n").map((line) => line.trim()).filter(Boolean))];
    const counts = new Map();
    let done = 0, right = 0, judged = 0;
    shown.hidden = false;
    rows.replaceChildren();
    list.replaceChildren();
    nowhere.textContent = "";
    bar.value = 0;
    for (const one of documents) {
      const data = new FormData(form);
      data.set("document", one);
      let answer;
      try {
        const response = await fetch(words.url, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin" });
        answer = response.headers.get("Content-Type").includes("json") ? await response.json() : { problem: words.offline };
      } catch {
        answer = { problem: words.offline };
      }
      if (mine !== round) return;
      done += 1;
      bar.value = done;
      if (answer.problem) {
        summary.textContent = answer.problem;
        if (!answer.name) return;
      }
      say(answer);
      if (answer.right !== null) { judged += 1; right += answer.right ? 1 : 0; }
      for (const { word, needed } of answer.words) {
        const count = counts.get(word) || { stands: 0, needed: 0, found: [] };
        counts.set(word, { stands: count.stands + 1, needed: count.needed + (needed ? 1 : 0), found: [...count.found, answer.found] });
      }
      summary.textContent = words.summary.replace("{done}", done).replace("{all}", documents.length)
        + (judged ? ` ${words.scored.replace("{right}", right).replace("{judged}", judged)}` : "");
    }
    told(typed, counts);
  });

  /* Allowed values are asked for where the type has some. */
  const type = form.elements.type;
  const allowed = form.elements.allowed;
  const suit = () => { allowed.closest("p").hidden = type.value !== "enum" && !allowed.value.trim(); };
  type.addEventListener("change", suit);
  suit();
})();
