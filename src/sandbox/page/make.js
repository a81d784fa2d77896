// Small helpers: building elements, talking to the server. Text is always set as text.

/** Makes an element: make("b.cls", {attr: value, onclick: fn}, ...children). */
export function make(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const trouble = document.getElementById("trouble");

/** Shows what went wrong at the top; nothing hides it again. */
export function complain(text) {
  trouble.textContent = text ?? "";
  trouble.hidden = !text;
}

async function request(path, options) {
  const answer = await fetch(path, {
    ...options,
    headers: { "x-hongyan": "1", ...(options?.headers ?? {}) },
  });
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(body?.why ?? `The server answered ${answer.status}`);
  return body;
}

export const load = (path) => request(path);

const send = (method) => (path, body) =>
  request(path, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

export const post = send("POST");
export const put = send("PUT");

/** Does something on a phone; what the phone cannot do is told by `say`. */
export async function act(chat, what, say) {
  try {
    await post("/page/act", { person: chat.person, bot: chat.bot, ...what });
  } catch (error) {
    (say ?? complain)(error.message);
  }
}

/** Sends a file from a phone. */
export async function upload(chat, kind, blob, name, say) {
  const query = new URLSearchParams({ person: chat.person, bot: chat.bot, kind });
  if (name) query.set("name", name);
  if (blob.type) query.set("mime", blob.type.split(";")[0]);
  try {
    await request(`/page/upload?${query}`, { method: "POST", body: blob });
  } catch (error) {
    (say ?? complain)(error.message);
  }
}
