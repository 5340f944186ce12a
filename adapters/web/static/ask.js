// The page with a script: questions are asked without leaving it, the answers appended to the conversation, and what is typed is
// completed. Without this file the same forms work by themselves; the HTML of an answer is the server's in both cases.
"use strict";

(() => {
  const composer = document.getElementById("composer");
  const input = document.getElementById("q");
  const log = document.getElementById("log");
  const state = document.getElementById("state");
  const session = composer.elements.session;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // ---- Asking ----

  let asking = false;

  async function ask(question, byButton) {
    if (asking || !question.trim()) return;
    asking = true;
    log.setAttribute("aria-busy", "true");
    say("");
    const slow = setTimeout(() => say("Looking it up …"), 400);
    try {
      const response = await fetch("v1/ask", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "text/html" },
        body: JSON.stringify({ question, session: session.value }),
      });
      if (!response.ok) throw new Error(await reason(response));
      append(await response.text(), byButton);
      say("");
      if (!byButton) input.value = "";
    } catch (error) {
      say(error instanceof TypeError ? "The service cannot be reached. Please try again." : error.message, true);
    } finally {
      clearTimeout(slow);
      asking = false;
      log.removeAttribute("aria-busy");
    }
  }

  // reason is what a problem (RFC 9457) says.
  async function reason(response) {
    try {
      const problem = await response.json();
      if (problem.detail) return problem.detail;
    } catch { /* it was none */ }
    return "The service cannot answer just now. Please try again.";
  }

  function say(text, wrong = false) {
    state.textContent = text;
    state.classList.toggle("wrong", wrong);
  }

  function append(html, focus) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const turn = holder.content.firstElementChild;
    begin();
    log.append(turn);
    if (focus) turn.focus({ preventScroll: true });
    turn.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
    remember();
  }

  // begin makes room for the conversation: what welcomes is left to screen readers, as on the page of an answer without a script.
  function begin() {
    document.getElementById("examples")?.remove();
    document.getElementById("welcome")?.classList.add("unseen");
  }

  // The conversation stays with its entry in the history, so that it is there again for who follows a citation and comes back.
  const mostRemembered = 500_000; // characters; browsers refuse more than some millions

  function remember() {
    const html = log.innerHTML;
    if (html.length <= mostRemembered) history.replaceState({ session: session.value, html }, "");
  }

  function recall() {
    const kept = history.state;
    if (!kept || !kept.html) return;
    log.innerHTML = kept.html;
    session.value = kept.session;
    begin();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form === composer) {
      event.preventDefault();
      close();
      ask(input.value, false);
    } else if (form.classList.contains("next") && event.submitter) {
      event.preventDefault();
      ask(event.submitter.value, true);
    }
  });

  // ---- Completion: a combobox with a list (WAI-ARIA Authoring Practices, "Editable Combobox With List Autocomplete") ----

  const pause = 120; // milliseconds without a key before the server is asked
  const least = 2; // characters
  const choices = document.createElement("ul");
  choices.id = "choices";
  choices.className = "choices";
  choices.hidden = true;
  choices.setAttribute("role", "listbox");
  choices.setAttribute("aria-label", "Questions that the articles answer");
  composer.querySelector(".field").append(choices);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": choices.id })) {
    input.setAttribute(name, value);
  }

  let picked = -1;
  let timer;
  let running;

  function close() {
    clearTimeout(timer);
    if (running) running.abort();
    choices.hidden = true;
    input.setAttribute("aria-expanded", "false");
    pick(-1);
  }

  function pick(n) {
    picked = n;
    [...choices.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === n)));
    if (n < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", choices.children[n].id);
    choices.children[n].scrollIntoView({ block: "nearest" });
  }

  async function complete() {
    const typed = input.value.trim();
    if (typed.length < least) return close();
    if (running) running.abort();
    running = new AbortController();
    try {
      const response = await fetch("v1/complete?q=" + encodeURIComponent(typed), { signal: running.signal });
      if (!response.ok) return close();
      show((await response.json()).questions);
    } catch { /* another key was pressed, or the service is away: what is typed can be asked all the same */ }
  }

  function show(questions) {
    choices.replaceChildren(...questions.map((question, i) => {
      const option = document.createElement("li");
      option.id = "choice-" + i;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = question;
      return option;
    }));
    const none = questions.length === 0 || (questions.length === 1 && questions[0] === input.value);
    choices.hidden = none || document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!choices.hidden));
    pick(-1);
  }

  function take(n) {
    input.value = choices.children[n].textContent;
    close();
    composer.requestSubmit();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(complete, pause);
  });

  input.addEventListener("keydown", (event) => {
    const count = choices.children.length;
    if (event.key === "ArrowDown" && choices.hidden && !event.altKey && input.value.trim().length >= least) {
      event.preventDefault();
      complete();
      return;
    }
    if (choices.hidden) return;
    const steps = { ArrowDown: (picked + 2) % (count + 1) - 1, ArrowUp: (picked + count + 1) % (count + 1) - 1 };
    if (event.key in steps) {
      event.preventDefault();
      pick(steps[event.key]);
    } else if (event.key === "Enter" && picked >= 0) {
      event.preventDefault();
      take(picked);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Home" || event.key === "End" || event.key === "ArrowLeft" || event.key === "ArrowRight") {
      pick(-1);
    }
  });

  input.addEventListener("blur", close);
  choices.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
  choices.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take([...choices.children].indexOf(option));
  });

  recall();
  // On a phone the keyboard would cover the page before it is read.
  if (log.children.length === 0 && matchMedia("(min-width: 40rem) and (not (pointer: coarse))").matches) input.focus({ preventScroll: true });
})();
