/* Elements without HTML strings: every text goes in as text, so that none can run. */

D.byId = (id) => document.getElementById(id);

/* h("p.note", {title: "…", onclick: f}, "text", element, [more], null) */
D.h = function (what, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  if (tag === "button") element.type = "button";
  const first = children[0];
  if (first && typeof first === "object" && !(first instanceof Node) && !Array.isArray(first)) {
    for (const [name, value] of Object.entries(children.shift())) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== "") element.append(child);
  return element;
};

D.svg = function (tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
};

/* A link only where the address is http or https: javascript: and data: stay text. */
D.link = function (address, label) {
  let url = null;
  try {
    url = new URL(address);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  if (!url || !["http:", "https:"].includes(url.protocol)) return D.h("span", label === address ? address : `${label} (${address})`);
  return D.h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, label);
};

D.plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;

D.say = (text) => { D.byId("live").textContent = text; };

D.css = (name) => getComputedStyle(D.byId("dl")).getPropertyValue(name).trim();

D.still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

D.printing = () => document.documentElement.classList.contains("printing");

D.emitter = new EventTarget();
D.on = (name, listener) => D.emitter.addEventListener(name, (event) => listener(event.detail));
D.emit = (name, detail) => D.emitter.dispatchEvent(new CustomEvent(name, { detail }));

D.later = function (wait, action) {
  let timer = 0;
  return (...values) => { clearTimeout(timer); timer = setTimeout(() => action(...values), wait); };
};
