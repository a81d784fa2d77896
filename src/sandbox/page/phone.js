// One phone: its clock, one chat at a time, the keyboard under it.

import { act, make, upload } from "./make.js";
import { hourMinute, onTick, weekdayDate, wholeDate } from "./clock.js";
import { digits, holdsKey, scan } from "./authenticator.js";
import { bubble, startLink } from "./bubble.js";
import { recorder, samplePhoto, sampleVoice } from "./samples.js";

const COLOURS = 6;

export class Phone {
  constructor(info, host) {
    this.info = info;
    this.host = host;
    this.shown = new Map();
    this.notices = null;
    this.current = info.chats[0]?.bot;
    this.contents = new Map();
    this.answering = null;
    this.editing = null;
    this.build();
  }

  build() {
    const { info } = this;
    const time = make("b.now");
    const day = make("span");
    onTick((ms) => {
      time.textContent = hourMinute(ms, info.zone);
      day.textContent = weekdayDate(ms, info.zone);
    });
    const colour = `tint-${Math.abs(info.id) % COLOURS}`;
    const place = make("span.where", { text: info.place || info.zone });
    this.block = make("button.block", { type: "button", text: "⊘", onclick: () => this.toggleBlock() });
    this.head = make("header.who", {},
      make(`span.face.${colour}`, { "aria-hidden": "true", text: [...info.label][0] ?? "?" }),
      make("div", {}, make("h2", { text: info.label }), make("p", { text: info.role })),
      this.block);
    this.tabs = make("nav.tabs", { "aria-label": "Chats" });
    this.flow = make("div.flow");
    this.log = make("div.log", { role: "log", "aria-live": "polite", tabindex: "0", "aria-label": `Chat of ${info.label}` }, this.flow);
    // Whoever reads the newest message keeps seeing it, whatever grows or shrinks around it.
    this.pinned = true;
    let before = 0;
    this.log.addEventListener("scroll", () => {
      const { scrollTop, scrollHeight, clientHeight } = this.log;
      // Only a hand scrolls up; a shrinking window or a keyboard leaves the place as it is.
      if (scrollHeight - scrollTop - clientHeight < 40) this.pinned = true;
      else if (scrollTop < before) this.pinned = false;
      before = scrollTop;
    });
    const watcher = new ResizeObserver(() => this.pinned && this.toEnd());
    watcher.observe(this.log);
    watcher.observe(this.flow);
    this.toast = make("div.toast", { role: "status", hidden: true });
    this.keys = make("div.keys", { hidden: true });
    this.above = make("div.above", { hidden: true });
    this.input = make("textarea", { rows: 1, placeholder: "Message", "aria-label": `Message from ${info.label}`, enterkeyhint: "send", dir: "auto" });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send();
      }
      if (event.key === "Escape") this.attend(null, null);
    });
    this.input.addEventListener("input", () => this.grow());
    this.plus = make("button.round", { type: "button", "aria-haspopup": "true", "aria-label": "Attach", title: "Attach", text: "＋", onclick: () => this.toggleMenu() });
    this.menu = make("div.menu", { hidden: true });
    const go = make("button.round.go", { type: "button", "aria-label": "Send", title: "Send", text: "➤", onclick: () => this.send() });
    this.form = make("div.compose", {}, this.plus, this.input, go);
    this.start = make("button.start", { type: "button", text: "Start", onclick: () => this.begin() });
    this.picker = make("input", { type: "file", hidden: true, "aria-hidden": "true", tabindex: "-1" });
    this.root = make("section.phone", { "aria-label": info.label },
      make("div.status", {}, time, day, place), this.head, this.tabs,
      make("div.screen", {}, this.log, this.toast, this.menu), this.keys, this.above, this.form, this.start, this.picker);
    this.root.addEventListener("focusout", (event) => {
      if (!this.root.contains(event.relatedTarget)) this.menu.hidden = true;
    });
  }

  get chat() {
    return { person: this.info.id, bot: this.current };
  }

  say(text) {
    this.toast.textContent = text;
    this.toast.hidden = false;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => (this.toast.hidden = true), 4500);
  }

  act(what) {
    return act(this.chat, what, (why) => this.say(why));
  }

  begin() {
    const content = this.contents.get(this.current);
    this.act(content?.blocked ? { act: "unblocks" } : { act: "starts" });
  }

  opens(link) {
    const found = startLink(link);
    const chat = this.info.chats.find((c) => c.username?.toLowerCase() === found?.bot.toLowerCase());
    if (!chat) {
      this.say(`This demo has no bot called ${found?.bot || "that"}`);
      return;
    }
    this.switchTo(chat.bot);
    this.act({ act: "starts", link });
    this.root.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  }

  toggleBlock() {
    const content = this.contents.get(this.current);
    this.act({ act: content?.blocked ? "unblocks" : "blocks" });
  }

  send() {
    const text = this.input.value.trim();
    if (!text) return;
    if (this.editing) this.act({ act: "edits", message: this.editing.id, text });
    else this.act({ act: "types", text, reply_to: this.answering?.id ?? null });
    this.input.value = "";
    this.attend(null, null);
    this.grow();
    this.menu.hidden = true;
  }

  grow() {
    this.input.rows = Math.min(5, this.input.value.split("\n").length);
  }

  /** Starts answering or editing a message, or stops. */
  attend(answering, editing) {
    this.answering = answering;
    if (editing) this.input.value = editing.text;
    else if (this.editing) this.input.value = "";
    this.editing = editing;
    const message = answering ?? editing;
    this.above.hidden = !message;
    this.grow();
    if (!message) return;
    const what = message.text || message.file?.kind?.replace("_", " ") || "message";
    this.above.replaceChildren(
      make("span", {}, make("b", { text: editing ? "Edit" : "Reply" }), ` ${what}`),
      make("button", { type: "button", "aria-label": "Cancel", text: "✕", onclick: () => this.attend(null, null) }));
    this.input.focus();
  }

  toggleMenu() {
    this.menu.hidden = !this.menu.hidden;
    if (this.menu.hidden) return;
    const item = (text, work) => make("button", { type: "button", text, onclick: () => { this.menu.hidden = true; work(); } });
    const chat = this.chat;
    const send = (kind, blob, name) => upload(chat, kind, blob, name, (why) => this.say(why));
    const pick = (accept, kindOf) => {
      this.picker.accept = accept;
      this.picker.value = "";
      this.picker.onchange = () => {
        const [file] = this.picker.files;
        if (file) send(kindOf(file), file, file.name);
      };
      this.picker.click();
    };
    const commands = this.info.chats.find((c) => c.bot === this.current)?.commands ?? [];
    const items = [
      ...commands.map((c) => {
        const entry = item("", () => this.act({ act: "types", text: `/${c.command}` }));
        entry.append(make("b", { text: `/${c.command}` }), ` ${c.description}`);
        return entry;
      }),
      holdsKey(this.info.id) ? item("🔐 Authenticator app", () => this.authenticate()) : null,
      item("🎙 Voice note (sample)", () => send("voice", sampleVoice())),
      item("⏺ Record a voice note", () => this.record(send)),
      item("🖼 Photo (sample)", async () => send("photo", await samplePhoto())),
      item("🖼 Photo or video from here…", () => pick("image/*,video/*", (f) => (f.type.startsWith("video/") ? "video" : "photo"))),
      item("📄 Document…", () => pick("", () => "document")),
      item("📇 Share my contact", () => this.act({ act: "contact" })),
      item("📇 Somebody else's contact…", () => this.host.askCard((name, phone) => this.act({ act: "contact_of", name, phone }))),
    ];
    this.menu.replaceChildren(...items.filter(Boolean));
    this.menu.firstElementChild?.focus();
  }

  /** Puts the digits where they are to be sent from. */
  async authenticate() {
    const code = await digits(this.info.id);
    if (!code) {
      this.say("The authenticator works at http://127.0.0.1 only");
      return;
    }
    this.input.value = code;
    this.input.focus();
  }

  async record(send) {
    const stop = await recorder();
    if (!stop) {
      this.say("No microphone here: the sample is sent instead");
      send("voice", sampleVoice());
      return;
    }
    this.above.hidden = false;
    const finish = async (keep) => {
      this.above.hidden = true;
      const blob = await stop();
      if (keep) send("voice", blob);
    };
    this.above.replaceChildren(
      make("span.live", { text: "● Recording" }),
      make("button", { type: "button", text: "Send", onclick: () => finish(true) }),
      make("button", { type: "button", "aria-label": "Discard", text: "✕", onclick: () => finish(false) }));
  }

  switchTo(bot) {
    if (bot === this.current) return;
    this.current = bot;
    this.shown.clear();
    this.notices = null;
    this.flow.replaceChildren();
    this.attend(null, null);
    this.draw();
  }

  /** Takes the server's picture of this phone. */
  update(info) {
    this.info = info;
    for (const chat of info.chats) {
      if (chat.content) this.contents.set(chat.bot, chat.content);
    }
    this.draw();
  }

  draw() {
    const { info } = this;
    const chat = info.chats.find((c) => c.bot === this.current) ?? info.chats[0];
    const content = this.contents.get(this.current);
    this.drawTabs();
    const started = content?.started ?? false;
    const blocked = content?.blocked ?? false;
    this.root.classList.toggle("blocked", blocked);
    this.root.classList.toggle("gone", info.gone);
    this.block.hidden = !started || info.gone;
    this.block.setAttribute("aria-pressed", String(blocked));
    this.block.title = blocked ? "Unblock the bot" : "Block the bot";
    this.block.setAttribute("aria-label", this.block.title);
    this.form.hidden = !started || blocked || info.gone;
    this.start.hidden = !(this.form.hidden && chat) || info.gone;
    this.start.textContent = blocked ? "Unblock the bot" : "Start";
    this.drawKeys(content, this.form.hidden);
    this.drawLog(chat, content, started);
    this.drawNotices(content);
  }

  drawTabs() {
    this.tabs.hidden = this.info.chats.length < 2;
    this.tabs.replaceChildren(...this.info.chats.map((c) =>
      make("button", { type: "button", "aria-current": c.bot === this.current ? "true" : null, text: c.name, onclick: () => this.switchTo(c.bot) })));
  }

  drawLog(chat, content, started) {
    const nodes = [];
    if (!started && chat) {
      nodes.push(make("div.empty", {}, make("b", { text: chat.name }), make("p", { text: chat.about || `@${chat.username}` })));
    }
    let newest = false;
    let day = "";
    let album = null;
    const kept = new Map();
    for (const message of content?.messages ?? []) {
      const date = wholeDate(message.at_ms, this.info.zone);
      if (date !== day) nodes.push(make("p.day", { text: (day = date) }));
      const waiting = content.waiting.includes(message.id);
      scan(this.info.id, message);
      const key = JSON.stringify([message, waiting]);
      let known = this.shown.get(message.id);
      if (!known || known.key !== key) {
        newest ||= !known;
        known = { key, node: bubble(message, content, this.info.zone, this.hands()) };
      }
      // The items of one album stand close together.
      known.node.classList.toggle("joined", Boolean(message.album) && message.album === album);
      album = message.album;
      kept.set(message.id, known);
      nodes.push(known.node);
    }
    if (content?.action) nodes.push(make("p.typing", { text: content.action === "typing" ? "typing…" : `${content.action.replaceAll("_", " ")}…` }));
    this.shown = kept;
    this.flow.replaceChildren(...nodes);
    if (newest || this.pinned) this.toEnd();
  }

  toEnd() {
    this.pinned = true;
    this.log.scrollTop = this.log.scrollHeight;
  }

  hands() {
    return {
      open: (url) => (startLink(url) ? this.host.askPhone(url, this) : window.open(url, "_blank", "noopener,noreferrer")),
      press: (message, data, element) => {
        element.classList.add("waiting");
        this.act({ act: "presses", message, data });
      },
      say: (text) => this.act({ act: "types", text }),
      reply: (message) => this.attend(message, null),
      edit: (message) => this.attend(null, message),
    };
  }

  drawKeys(content, closed) {
    const keyboard = content?.keyboard;
    const rows = keyboard?.keyboard ?? [];
    this.keys.hidden = closed || rows.length === 0;
    this.input.placeholder = keyboard?.input_field_placeholder || "Message";
    const key = JSON.stringify(rows);
    if (key === this.keysDrawn) return;
    this.keysDrawn = key;
    this.keys.replaceChildren(...rows.map((row) => make("div.keys-row", {}, ...row.map((button) =>
      make("button", { type: "button", text: button.request_contact ? `📇 ${button.text}` : button.text, onclick: () => this.act({ act: "taps", label: button.text }) })))));
  }

  drawNotices(content) {
    const all = content?.notices ?? [];
    if (this.notices !== null && all.length > this.notices) {
      const newest = all[all.length - 1];
      if (newest.alert) this.host.alert(newest.text, this.info.label);
      else this.say(newest.text);
    }
    if (content) this.notices = all.length;
  }
}
