/* Reads the data blocks of the page: plain JSON, or gzip in base64. */

D.bytes = async function (id) {
  const element = document.getElementById(id);
  const text = element.textContent;
  if (!element.hasAttribute("data-packed")) return new TextEncoder().encode(text);
  const binary = atob(text);
  const packed = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) packed[i] = binary.charCodeAt(i);
  element.textContent = "";
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

D.json = async function (id) {
  return JSON.parse(new TextDecoder().decode(await D.bytes(id)));
};
