// The page: loads the state, listens for changes, holds the dialogs that belong to no phone.

import { act, complain, load, make } from "./make.js";
import { hear, refreshNext, setHome, showZones } from "./clock.js";
import { Phone } from "./phone.js";
import { refreshWeather } from "./weather.js";

const place = document.getElementById("phones");
const phones = new Map();
let version = 0;
let loading = false;
let again = false;

const linkDialog = document.getElementById("link");
const cardDialog = document.getElementById("card");

const host = {
  /** Asks which phone opens a start link. */
  askPhone(url, from) {
    document.getElementById("link-url").textContent = url;
    const all = [...phones.values()];
    const choose = (phone) => {
      linkDialog.close();
      phone.opens(url);
    };
    document.getElementById("link-phones").replaceChildren(
      ...all.map((phone) =>
        make("button", { type: "button", onclick: () => choose(phone) },
          make("b", { text: phone.info.label }),
          make("span", { text: phone === from ? "this phone" : phone.info.place }))));
    document.getElementById("link-copy").onclick = async (event) => {
      try {
        await navigator.clipboard.writeText(url);
        event.target.textContent = "Copied";
      } catch {
        window.getSelection().selectAllChildren(document.getElementById("link-url"));
      }
    };
    document.getElementById("link-copy").textContent = "Copy the link";
    linkDialog.showModal();
  },

  /** Asks for a name and a number. */
  askCard(done) {
    const [name, phone] = [document.getElementById("card-name"), document.getElementById("card-phone")];
    name.value = "";
    phone.value = "";
    cardDialog.onclose = () => {
      if (cardDialog.returnValue === "send" && name.value && phone.value) done(name.value, phone.value);
    };
    cardDialog.returnValue = "";
    cardDialog.showModal();
  },

  /** An alert a bot answered a button with. */
  alert(text, whose) {
    const close = make("button.strong", { value: "", text: "OK" });
    const dialog = make("dialog.sheet", {}, make("form", { method: "dialog" }, make("h2", { text: whose }), make("p", { text }), make("div.row", {}, close)));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  },
};

function showGuide(steps) {
  const guide = document.getElementById("guide");
  if (!steps.length || !guide.hidden) return;
  guide.hidden = false;
  guide.open = localStorage.getItem("guide") !== "closed";
  guide.addEventListener("toggle", () => localStorage.setItem("guide", guide.open ? "open" : "closed"));
  document.getElementById("steps").replaceChildren(...steps.map((text) => {
    const [, name, what] = /^([^:]*:)(.*)$/s.exec(text) ?? [null, "", text];
    return make("li", {}, make("b", { text: name }), what);
  }));
}

/** The zone most phones are in: what comes next is told by its clock. */
const mostCommon = (zones) =>
  zones.reduce((best, zone) => {
    const count = (one) => zones.filter((other) => other === one).length;
    return count(zone) > count(best) ? zone : best;
  });

function show(state) {
  version = state.version;
  hear(state.now_ms);
  document.title = state.title;
  document.getElementById("title").textContent = state.title;
  document.getElementById("intro").textContent = state.intro;
  showGuide(state.steps);
  showZones(state.phones);
  if (state.phones.length) setHome(mostCommon(state.phones.map((phone) => phone.zone)));
  for (const info of state.phones) {
    let phone = phones.get(info.id);
    if (!phone) {
      phone = new Phone(info, host);
      phones.set(info.id, phone);
      place.append(phone.root);
    }
    phone.update(info);
  }
  refreshNext();
  refreshWeather();
}

/** Loads what changed; calls that come meanwhile become one more round. */
async function refresh() {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  try {
    show(await load(`/page/state?since=${version}`));
    complain("");
  } catch {
    complain("The demo does not answer. Is it still running?");
  }
  loading = false;
  if (again) {
    again = false;
    refresh();
  }
}

function listen() {
  const events = new EventSource("/page/events");
  events.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    hear(news.now_ms);
    complain("");
    // A smaller number means another server: start from nothing.
    if (news.version < version) version = 0;
    if (news.version !== version) refresh();
  });
  events.addEventListener("error", () => complain("The demo does not answer. Is it still running?"));
}

refresh().then(listen);

// For a person at the console, and for checks that drive the page.
window.hongyan = { act, phones };
