// One message as a bubble: text with its marks, files, buttons. Foreign text never becomes markup.

import { make } from "./make.js";
import { hourMinute } from "./clock.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** Only these addresses become links; anything else stays words. */
function safe(url) {
  try {
    const parsed = new URL(/^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`);
    return ["http:", "https:", "tg:", "mailto:", "tel:"].includes(parsed.protocol) ? parsed : null;
  } catch {
    return null;
  }
}

/** What a start link says, or null. */
export function startLink(url) {
  const parsed = safe(url);
  if (!parsed || parsed.hostname !== "t.me") return null;
  return { bot: parsed.pathname.slice(1), url: parsed.href };
}

function linkTo(url, words, hands) {
  const parsed = safe(url);
  if (!parsed) return words;
  if (startLink(url)) {
    const open = (event) => {
      event.preventDefault();
      event.stopPropagation();
      hands.open(url);
    };
    return make("a", { href: parsed.href, onclick: open }, words);
  }
  return make("a", { href: parsed.href, target: "_blank", rel: "noreferrer noopener" }, words);
}

function marked(entity, words, inside, hands) {
  const tag = TAGS[entity.type];
  if (tag) {
    const element = make(tag, {}, inside);
    if (entity.type === "expandable_blockquote") element.className = "long";
    return element;
  }
  switch (entity.type) {
    case "text_link":
      return linkTo(entity.url, inside, hands);
    case "url":
      return linkTo(words, inside, hands);
    case "spoiler": {
      const hidden = make("button.spoiler", { type: "button", "aria-label": "Show hidden text" }, inside);
      hidden.addEventListener("click", (event) => {
        event.stopPropagation();
        hidden.classList.toggle("open");
      });
      return hidden;
    }
    case "bot_command": {
      const say = (event) => {
        event.stopPropagation();
        hands.say(words);
      };
      return make("button.word", { type: "button", onclick: say }, inside);
    }
    default:
      return inside;
  }
}

/** Text and entities (sorted, nested; offsets in UTF-16 units as JavaScript counts) as nodes. */
export function rich(text, entities, hands) {
  let at = 0;
  const build = (from, to) => {
    const out = document.createDocumentFragment();
    let place = from;
    while (at < entities.length && entities[at].offset < to) {
      const entity = entities[at];
      at += 1;
      if (entity.offset < place) continue;
      const end = Math.min(entity.offset + entity.length, to);
      out.append(text.slice(place, entity.offset));
      const inside = build(entity.offset, end);
      out.append(marked(entity, text.slice(entity.offset, end), inside, hands));
      place = end;
    }
    out.append(text.slice(place, to));
    return out;
  };
  return build(0, text.length);
}

const size = (bytes) =>
  bytes > 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} KB`;

function media(file) {
  const src = `/page/file/${encodeURIComponent(file.id)}`;
  switch (file.kind) {
    case "photo":
    case "sticker":
      return make(`img.${file.kind}`, {
        src,
        alt: file.kind === "photo" ? "Photo" : "Sticker",
        width: file.width,
        height: file.height,
      });
    case "voice":
    case "audio": {
      const label = file.kind === "voice" ? `Voice note, ${file.duration} s` : (file.name ?? "Audio");
      const sound = make("audio", { src, controls: true, preload: "none", "aria-label": label });
      return make("div.sound", {}, make("span", { text: label }), sound);
    }
    case "video":
    case "video_note":
    case "animation":
      return make(`video.${file.kind}`, { src, controls: true, preload: "metadata" });
    default: {
      const name = make("span", { text: file.name ?? "Document" });
      const note = make("small", { text: size(file.size) });
      return make("a.paper", { href: src, download: file.name ?? "document" }, name, note);
    }
  }
}

function buttons(message, chat, hands) {
  const grid = make("div.buttons");
  for (const row of message.buttons) {
    const line = make("div.buttons-row");
    for (const button of row) {
      const waiting = button.callback_data && chat.waiting.includes(message.id);
      const press = () =>
        button.url ? hands.open(button.url) : hands.press(message.id, button.callback_data, element);
      const attributes = { type: "button", onclick: press };
      const element = make("button", attributes, make("span", { text: button.text }));
      if (button.url) element.append(make("i.arrow", { "aria-hidden": "true", text: "↗" }));
      if (waiting) element.classList.add("waiting");
      line.append(element);
    }
    grid.append(line);
  }
  return grid;
}

/** The whole bubble. `hands` does what a finger can do: open, press, say, reply, edit. */
export function bubble(message, chat, zone, hands) {
  const side = message.mine ? "mine" : "theirs";
  const body = make("div.bubble");
  if (message.service) return make("p.service", { text: "The chat changed" });
  if (message.forwarded) body.append(make("p.from", { text: `Forwarded from ${message.forwarded}` }));
  if (message.reply) {
    const quote = make("blockquote.quote", {});
    quote.append(make("b", { text: message.reply.name }), make("span", { text: message.reply.text }));
    body.append(quote);
  }
  if (message.file) body.append(media(message.file));
  if (message.contact) {
    const letter = make("span.face", { "aria-hidden": "true", text: message.contact.name.slice(0, 1) });
    const lines = make("span", {}, make("b", { text: message.contact.name }));
    lines.append(make("small", { text: message.contact.phone }));
    body.append(make("div.contact", {}, letter, lines));
  }
  if (message.location) {
    body.append(make("p.place", { text: `Location ${message.location.join(", ")}` }));
  }
  if (message.text) {
    body.append(make("div.text", { dir: "auto" }, rich(message.text, message.entities ?? [], hands)));
  }
  const foot = make("div.foot");
  for (const reaction of message.reaction ?? []) {
    foot.append(make("span.reaction", { text: reaction.emoji ?? "★" }));
  }
  if (message.silent) foot.append(make("span.mark", { title: "Arrived without a sound", text: "🔕" }));
  if (message.protected) foot.append(make("span.mark", { title: "Cannot be forwarded", text: "🔒" }));
  if (message.edited) foot.append(make("span", { text: "edited" }));
  foot.append(make("time", { text: hourMinute(message.at_ms, zone) }));
  body.append(foot);
  const tools = make("div.tools");
  tools.append(make("button", { type: "button", title: "Reply", "aria-label": "Reply", text: "↩", onclick: () => hands.reply(message) }));
  if (message.mine && !message.contact && !message.location) {
    tools.append(make("button", { type: "button", title: "Edit", "aria-label": "Edit", text: "✎", onclick: () => hands.edit(message) }));
  }
  body.addEventListener("click", (event) => {
    const busy = event.target.closest("a, button, audio, video");
    if (!busy && !String(window.getSelection())) hands.reply(message);
  });
  const whole = make(`article.message.${side}`, { "data-id": message.id }, make("div.line", {}, body, tools));
  if (message.buttons) whole.append(buttons(message, chat, hands));
  return whole;
}
