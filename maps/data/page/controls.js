/* What stands round the map: tabs, the menu, the colour scheme, tips, keys. */

const tabs = () => {
  const names = ["text", "incidents"], root = D.byId("dl");
  const show = (name) => {
    root.dataset.panel = name;
    for (const each of names) {
      const tab = D.byId(`tab-${each}`);
      tab.setAttribute("aria-selected", String(each === name));
      tab.tabIndex = each === name ? 0 : -1;
      D.byId(`panel-${each}`).hidden = each !== name;
    }
  };
  for (const name of names) {
    const tab = D.byId(`tab-${name}`);
    tab.addEventListener("click", () => show(name));
    tab.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      const other = names.find((each) => each !== name);
      if (!D.byId(`tab-${other}`).hidden) { show(other); D.byId(`tab-${other}`).focus(); }
    });
  }
  D.on("panel", show);
  D.byId("skip").addEventListener("click", () => { show("incidents"); D.byId("panel-incidents").focus(); });
};

const themes = () => {
  const order = [["", "as the system", "◐"], ["light", "light", "☀"], ["dark", "dark", "☾"]];
  let at = 0;
  D.byId("theme-button").addEventListener("click", () => {
    at = (at + 1) % order.length;
    const [name, label, sign] = order[at];
    if (name) document.documentElement.dataset.theme = name;
    else delete document.documentElement.dataset.theme;
    D.byId("theme-sign").textContent = sign;
    D.byId("theme-button").setAttribute("aria-label", `Colour scheme: ${label}`);
    D.emit("theme");
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => D.emit("theme"));
};

const menu = () => {
  const button = D.byId("save-button"), list = D.byId("save");
  const open = (yes) => { list.hidden = !yes; button.setAttribute("aria-expanded", String(yes)); };
  button.addEventListener("click", () => open(list.hidden));
  list.addEventListener("click", () => open(false));
  document.addEventListener("click", (event) => { if (!event.target.closest(".menu")) open(false); });
  list.parentElement.addEventListener("keydown", (event) => { if (event.key === "Escape" && !list.hidden) { open(false); button.focus(); } });
};

/* A few words beside the pointer or beside an element; what they say stands in the card and the list too. */
const tips = () => {
  const tip = D.byId("tip");
  D.on("tip", (what) => {
    tip.hidden = !what;
    if (!what) return;
    tip.replaceChildren(D.h("strong", { dir: "auto" }, what.title), ...what.lines.filter(Boolean).map((line) => D.h("span", { dir: "auto" }, line)));
    const page = D.byId("dl").getBoundingClientRect();
    const box = what.element ? what.element.getBoundingClientRect() : new DOMRect(what.x, what.y, 0, 0);
    const { offsetWidth: width, offsetHeight: height } = tip;
    tip.style.left = `${Math.max(6, Math.min(page.width - width - 6, box.left + box.width / 2 - width / 2))}px`;
    tip.style.top = `${box.top - height - 8 < 4 ? box.bottom + 10 : box.top - height - 8}px`;
  });
};

/* Single keys, off while somebody writes: / search, n and p the next and the one before, t the table, Escape closes. */
const keys = (state) => {
  const step = (by) => {
    const { rows, selected } = state, at = rows.indexOf(selected);
    if (rows.length) state.select(rows[(at + by + rows.length + (at < 0 && by < 0)) % rows.length], { fly: true });
  };
  const actions = {
    "/": () => D.byId("query").focus(), n: () => step(1), p: () => step(-1), t: () => D.byId("table-button").click(), Escape: () => D.emit("close"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    if (!Object.hasOwn(actions, event.key)) return;
    if (event.key === "/") event.preventDefault();
    actions[event.key]();
  });
};

D.controls = (state) => {
  tabs();
  themes();
  menu();
  tips();
  keys(state);
};
