// Speed, not meaning: every page works without this file. htmx itself is set up by the meta tag of the base page.
(() => {
  "use strict";
  let timer;
  const send = (form) => { clearTimeout(timer); form.requestSubmit(); };
  // Forms marked data-live answer as they are changed; their button stays for those without script.
  addEventListener("change", (e) => {
    const form = e.target.form;
    if (form?.matches("[data-live]")) send(form);
  });
  addEventListener("input", (e) => {
    const form = e.target.form;
    if (e.target.type !== "search" || !form?.matches("[data-live]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => send(form), 350);
  });
  // Empty fields stay out of the address, so that it can be read and shared.
  addEventListener("formdata", (e) => {
    if (e.target.method !== "get") return;
    for (const [name, value] of [...e.formData]) if (value === "") e.formData.delete(name);
  });
  // An error that is a whole page is shown as one, not squeezed into the part that asked; so is a lost connection.
  addEventListener("htmx:beforeSwap", (e) => {
    const { xhr, requestConfig, pathInfo } = e.detail;
    if (xhr.status < 400 || requestConfig.verb !== "get" || !/^\s*<!doctype/i.test(xhr.responseText)) return;
    e.detail.shouldSwap = false;
    location.assign(pathInfo.finalRequestPath);
  });
  addEventListener("htmx:sendError", (e) => {
    if (e.detail.requestConfig.verb === "get") location.assign(e.detail.pathInfo.finalRequestPath);
  });
  // After a partial swap: say the new count aloud, keep the filter sheet as it was.
  let open = new Set();
  addEventListener("htmx:beforeSwap", () => {
    open = new Set([...document.querySelectorAll("details[id][open]")].map((d) => d.id));
  });
  addEventListener("htmx:afterSettle", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    const said = document.querySelector("[data-announce]");
    if (said) document.getElementById("announce").textContent = said.textContent.trim();
  });
  // What must be read first takes the focus: the summary of a form's errors.
  document.querySelector("[data-focus]")?.focus();
  // Menus close on Escape and on a click elsewhere.
  const shut = (except) => document.querySelectorAll("details.menu[open]").forEach((d) => d === except || d.removeAttribute("open"));
  addEventListener("click", (e) => shut(e.target.closest?.("details.menu")));
  addEventListener("keydown", (e) => e.key === "Escape" && shut());
})();
