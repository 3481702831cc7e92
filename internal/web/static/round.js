// The round on a phone, for a day without network. What is told of a door is
// sealed at once to the round's public key, with a key that is forgotten: this
// phone cannot read it again. What it must read (the doors, a draft) is locked
// by six digits. Nothing is said to be kept before the disk has it; nothing
// leaves the disk before the server has acknowledged it.
"use strict";
(() => {
  const body = document.body;
  if (!body.dataset.worker) return;
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = {};
  for (const p of all("p", $("#words").content)) words[p.dataset.word] = p.textContent;
  const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, v) => values[v]);
  const BATCH = 50, TRIES = 10, PATIENCE = 25000, ASK = 600000, TWICE = 500, FORM = 1, DRAFT = "draft ", FORGET = { pack: 1, lease: 1, salt: 1, turns: 1, tries: 1, link: 1 };

  // --- bytes
  const utf8 = (s) => new TextEncoder().encode(s);
  const random = (n) => crypto.getRandomValues(new Uint8Array(n));
  const hex = (b) => [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  const to64 = (b) => btoa(String.fromCharCode(...b));
  const from64 = (s) => Uint8Array.from(atob(s), (c) => c.charCodeAt(0));
  const join = (...parts) => new Uint8Array(parts.flatMap((p) => [...new Uint8Array(p)]));
  const uuid = () => {
    const b = random(16);
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    return hex(b).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  // --- the disk: meta says what anybody may read, locked is under the digits,
  // done is which doors are seen (locked too), outbox is sealed.
  let disk;
  const openDisk = () => new Promise((ok, no) => {
    const asked = indexedDB.open("tournee", 1);
    asked.onupgradeneeded = () => { for (const name of ["meta", "locked", "done", "outbox"]) asked.result.createObjectStore(name); };
    asked.onsuccess = () => ok(asked.result);
    asked.onerror = () => no(asked.error);
    asked.onblocked = () => no(new Error("blocked"));
  });
  // work puts several things on the disk, or none of them.
  const work = (mode, fn) => new Promise((ok, no) => {
    const tx = disk.transaction(["meta", "locked", "done", "outbox"], mode, { durability: "strict" });
    let out;
    tx.oncomplete = () => ok(out);
    tx.onabort = tx.onerror = () => no(tx.error || new Error("disk"));
    fn((store) => tx.objectStore(store), (asked) => { asked.onsuccess = () => { out = asked.result; }; });
  });
  const read = (store, key) => work("readonly", (at, keep) => keep(at(store).get(key)));
  const keys = (store) => work("readonly", (at, keep) => keep(at(store).getAllKeys()));
  const values = (store, most) => work("readonly", (at, keep) => keep(at(store).getAll(null, most)));

  // --- locks and seals
  const lockOf = async (pin, salt, turns) => crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: turns }, await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]),
    { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const lock = async (key, x) => {
    const iv = random(12);
    return { iv, ct: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, utf8(JSON.stringify(x)))) };
  };
  const unlock = async (key, x) => JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: x.iv }, key, x.ct)));
  const seal = async (visit, id) => {
    const point = from64(now.meta.pub), curve = { name: "ECDH", namedCurve: "P-256" };
    const once = await crypto.subtle.generateKey(curve, false, ["deriveBits"]); // forgotten with this function
    const own = new Uint8Array(await crypto.subtle.exportKey("raw", once.publicKey));
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: await crypto.subtle.importKey("raw", point, curve, false, []) }, once.privateKey, 256);
    const key = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: join(own, point), info: utf8("passerelle box 1") },
      await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]), { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    let plain = JSON.stringify(visit);
    plain = plain.padEnd(plain.length + (256 - (utf8(plain).length % 256))); // its length tells nothing
    const iv = random(12), additionalData = utf8([now.meta.round, now.meta.device, id].join("\0"));
    return join(own, iv, await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, utf8(plain)));
  };

  // --- what is in hand
  const now = { meta: null, key: null, pack: null, done: new Map(), drafts: new Map(), door: 0, kits: 0, slip: "", last: null, fixing: null, warned: "", ready: false };
  // save changes what the disk has, which another window may have changed meanwhile.
  const save = (change) => work("readwrite", (at) => {
    const meta = at("meta");
    meta.get("round").onsuccess = ({ target }) => { const was = target.result || now.meta; now.meta = { ...was, ...change(was) }; meta.put(now.meta, "round"); };
  });
  const shown = (name) => {
    for (const s of all("main > section")) s.hidden = s.id !== "s-" + name;
    tell("");
    scrollTo(0, 0);
    const h = $("#s-" + name + " h1");
    if (h) { h.tabIndex = -1; h.focus({ preventScroll: true }); }
  };
  const tell = (text) => { if (!disk) text = ""; const p = $("#told"); p.textContent = text; p.hidden = !text; if (text) p.scrollIntoView({ block: "nearest" }); };
  const full = (why) => !!why && (why.name === "QuotaExceededError" || /quota|full|space/i.test(why.message || ""));

  // stuck: what is sealed for a round that refuses this phone, or that the server
  // has forgotten, never leaves. What no server can read does not either (wrong).
  const stuck = (meta) => !!meta && (meta.over === "revoked" || !!meta.gone);
  const leaves = (meta, ids) => (stuck(meta) ? [] : ids.filter((id) => !((meta && meta.wrong) || {})[id]));
  const leftover = (n) => (n ? say("over_left", { n }) + (stuck(now.meta) ? " " + say("over_stuck") : "") : "");
  let sending = false, unknown = false; // to the server: it is asked again by hand only
  let heard = 0; // when the server was last asked, by a clock that may be wrong
  const bar = async () => {
    if (!disk) return;
    const boxes = await keys("outbox"), left = boxes.length - Object.keys((now.meta && now.meta.wrong) || {}).length;
    const at = now.meta && now.meta.received;
    const name = sending ? "bar_sending" : !navigator.onLine ? "bar_off" : left === 0 && at ? "bar_done" : "bar_on";
    $("#bar").textContent = now.meta ? say(name, { n: left, when: at ? new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" }) : "" }) : "";
    const counts = { ready: left, wrong: boxes.length - left, sent: (now.meta && now.meta.sent) || 0, drafts: now.drafts.size };
    for (const name in counts) $(`[data-box=${name}]`).textContent = counts[name];
    const wrong = Object.keys((now.meta && now.meta.wrong) || {}).map((id) => now.done.get(id)).filter(Boolean).map((d) => label(d.d));
    const unread = $("[data-unread]"), slips = $("[data-slips]");
    unread.hidden = !wrong.length; unread.textContent = say("box_unread", { doors: wrong.join(", ") });
    slips.hidden = !(now.meta && now.meta.slips); slips.textContent = say("box_slips", { n: (now.meta && now.meta.slips) || 0 });
    $("#s-over [data-left]").textContent = leftover(left);
  };

  // --- the network
  const post = async (to, what) => {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const r = await fetch(to, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...what, clock: Date.now() }), signal: stop.signal, cache: "no-store", credentials: "omit" });
      return { status: r.status, said: await r.json() };
    } catch {
      return { status: 0, said: {} };
    } finally {
      clearTimeout(timer);
    }
  };
  const trouble = ({ status, said }) => say(said.why && words[said.why] ? said.why : status === 0 ? "no_network" : status === 404 ? "unknown" : "busy");

  // --- time. A clock is not believed: what counts is how long passes, and a
  // clock that goes back gives no more of it.
  const tick = async () => {
    if (!now.meta || !now.meta.lease) return;
    const at = Date.now(), passed = Math.max(0, at - now.meta.lease.last), left = now.meta.lease.left - passed;
    await save((was) => (was.lease ? { lease: { left, last: at } } : {}));
    if (left <= 0) await purge("lease");
  };

  // purge takes away all that can be read. What is sealed stays until it is
  // sent: nobody here can read it.
  const purge = async (why) => {
    const meta = Object.fromEntries(Object.entries(now.meta).filter(([k]) => !FORGET[k]));
    await work("readwrite", (at) => {
      now.meta = { ...meta, over: why };
      at("locked").clear(); at("done").clear();
      at("meta").put(now.meta, "round");
    });
    forgotten();
    over();
  };
  const forgotten = () => {
    Object.assign(now, { key: null, pack: null, done: new Map(), drafts: new Map(), last: null, fixing: null });
    for (const e of all("[data-list], [data-services], [data-phrases], [data-langs], [data-name], [data-door]")) e.textContent = "";
    blank();
  };
  const over = () => { shown("over"); $("#s-over [data-why]").textContent = say("over_" + now.meta.over); bar(); };

  // --- taking a round
  const take = async (link, pin) => {
    const salt = random(16), turns = 310000, key = await lockOf(pin, salt, turns), claim = hex(random(32));
    const locked = await lock(key, claim);
    let held = 0; // by another window, since this one opened
    await work("readwrite", (at) => { // before anything is asked: if the answer is lost, the same phone asks again
      const was = at("meta").get("round");
      at("outbox").getAllKeys().onsuccess = ({ target }) => {
        held = leaves(was.result, target.result).length;
        if (held) return;
        now.meta = { form: FORM, salt, turns, tries: 0, link, sender: hex(random(32)), sent: 0, slips: 0, wrong: {} };
        for (const name of ["locked", "done", "outbox"]) at(name).clear();
        at("locked").put(locked, "claim");
        at("meta").put(now.meta, "round");
      };
    });
    if (held) return tell(say("first_send"));
    now.key = key;
    history.replaceState(null, "", body.dataset.page);
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {}); // refused: the phone may still keep it
    await fetchPack(claim);
  };
  // fetchPack asks for what to show, the first time or again.
  const fetchPack = async (claim) => {
    const r = await post(body.dataset.claim, { link: now.meta.link || "", claim, sender: now.meta.sender });
    if (r.status === 409 && (r.said.why === "revoked" || r.said.why === "handed" || r.said.why === "over" && now.pack)) return purge(r.said.why);
    if (r.status !== 200) {
      if (now.pack) return;
      if (r.status === 409 || r.status === 404) { // this link gives nothing: the phone is as it was before it
        await work("readwrite", (at) => { for (const name of ["meta", "locked", "done"]) at(name).clear(); });
        Object.assign(now, { meta: null, key: null });
        shown("empty");
      } else shown("lock");
      return tell(trouble(r));
    }
    const pack = r.said, locked = await lock(now.key, pack);
    const { link, ...rest } = now.meta;
    await work("readwrite", (at) => {
      now.meta = { ...rest, round: pack.round, device: pack.device, pub: pack.key, lease: { left: pack.lease, last: Date.now() }, skew: Date.now() - pack.now };
      at("locked").put(locked, "pack");
      at("meta").put(now.meta, "round");
    });
    const first = !now.pack;
    now.pack = pack;
    if (first || !$("#s-doors").hidden) await doors(); // whoever stands at a door is left there
  };
  const open = async (pin) => {
    try {
      await save((was) => ({ tries: was.tries + 1 })); // first: a phone that is switched off gives no more tries
    } catch (why) {
      if (!full(why)) throw why; // a phone that is full still opens, to be read and to send
    }
    const key = await lockOf(pin, now.meta.salt, now.meta.turns);
    let claim;
    try {
      claim = await unlock(key, await read("locked", "claim"));
    } catch {
      if (now.meta.tries >= TRIES) return purge("pin");
      return tell(say("pin_wrong", { n: TRIES - now.meta.tries }));
    }
    await save(() => ({ tries: 0 })).catch(() => {}); // full: the next good opening does it
    now.key = key;
    const pack = await read("locked", "pack");
    if (!pack) return fetchPack(claim);
    now.pack = await unlock(key, pack);
    const ids = await keys("done"), seen = await values("done");
    for (const i in ids) now.done.set(ids[i], await unlock(key, seen[i]));
    for (const name of await keys("locked")) {
      if (!name.startsWith(DRAFT)) continue;
      const x = await unlock(key, await read("locked", name));
      now.drafts.set(x.d, x);
    }
    await doors();
    const last = [...now.drafts.values()].sort((a, b) => b.t - a.t)[0];
    if (last) door(last.d, last.f);
    if (navigator.onLine) { await send(); if (now.pack) await fetchPack(claim); }
  };

  // --- the doors
  const label = (n) => { const d = now.pack && now.pack.doors.find((x) => x.n === n); return d ? `${d.street}, ${d.number}` : ""; };
  const mine = (n) => [...now.done.values()].filter((d) => d.d === n);
  const state = (d) => {
    const told = mine(d.n);
    if (told.length) return told.every((x) => x.a) ? "again" : "seen";
    if (now.pack.told[d.n]) return now.pack.told[d.n] === "again" ? "again" : "seen";
    return now.drafts.has(d.n) ? "draft" : d.spared ? "spared" : "";
  };
  const doors = async () => {
    const first = !$("#s-doors").hidden ? null : $("[data-list] details[open]");
    const opened = first && first.dataset.side;
    $("[data-name]").textContent = now.pack.name;
    const seen = now.pack.doors.filter((d) => ["seen", "again"].includes(state(d))).length;
    $("[data-seen]").textContent = say("seen", { n: seen, all: now.pack.doors.length });
    $("[data-ready]").textContent = say(now.ready ? "offline_ready" : "not_ready");
    const clock = $("[data-clock]");
    clock.hidden = Math.abs(now.meta.skew || 0) < 600000; clock.textContent = say("clock");
    const list = $("[data-list]");
    list.textContent = "";
    const sides = new Map();
    for (const d of now.pack.doors) sides.set(d.side, [...(sides.get(d.side) || []), d]);
    let unfolded = false;
    for (const [side, some] of sides) {
      const left = some.filter((d) => ["", "draft"].includes(state(d))).length;
      const fold = document.createElement("details"), head = document.createElement("summary"), ul = document.createElement("ul");
      fold.dataset.side = side;
      head.append(Object.assign(document.createElement("span"), { textContent: `${side} · ${some.length - left}/${some.length}` }));
      fold.open = opened ? side === opened : !unfolded && left > 0;
      unfolded = unfolded || fold.open;
      for (const d of some) {
        const li = document.createElement("li"), b = document.createElement("button"), s = state(d);
        b.type = "button"; b.className = "btn " + s; b.dataset.go = d.n;
        b.append(Object.assign(document.createElement("bdi"), { textContent: d.number }));
        if (s) b.append(Object.assign(document.createElement("span"), { textContent: say("door_" + s) }));
        li.append(b); ul.append(li);
      }
      fold.append(head, ul);
      list.append(fold);
    }
    shown("doors");
    bar();
  };
  const blank = () => {
    Object.assign(now, { kits: 0, slip: "", warned: "" });
    $("#kits").textContent = 0; $("#need").value = ""; $("#words-said").value = ""; $("#slip").value = "";
    $("[data-slip]").hidden = true; $("#s-door details").open = false;
  };
  const door = (n, fixing = null, received = false) => { // one door, as it was left
    blank();
    now.door = n; now.fixing = fixing;
    const d = now.pack.doors.find((x) => x.n === n);
    $("[data-door]").textContent = label(n);
    $("[data-note]").textContent = fixing ? say("fixing") + (received ? " " + say("fixing_need") : "") : d.spared ? say("door_spared") : "";
    $("[data-kits]").hidden = !now.pack.kit; $("[data-kit]").textContent = now.pack.kit ? "(" + now.pack.kit + ")" : "";
    const kept = $("[data-kept]");
    kept.hidden = !now.last || !!fixing;
    if (now.last) $("span", kept).textContent = say("kept", { door: label(now.last.d) });
    const x = now.drafts.get(n);
    if (x && x.f === fixing) fill(x);
    shown("door");
  };
  const next = (n) => { const at = now.pack.doors.findIndex((d) => d.n === n); return now.pack.doors.slice(at + 1).find((d) => state(d) === ""); };

  // A draft is what was begun at a door and not yet told. It is locked, waits for
  // whoever comes back to that door, and is gone in the very write that seals the
  // visit.
  const draftOf = () => ({ d: now.door, k: now.kits, n: $("#need").value, w: $("#words-said").value, s: $("#slip").value, f: now.fixing, t: Date.now() });
  let waiting, drafting = Promise.resolve();
  const putAway = () => {
    clearTimeout(waiting);
    drafting = drafting.then(async () => {
      if (!now.key || $("#s-door").hidden) return;
      const x = draftOf(), key = DRAFT + x.d;
      if (!x.k && !x.n && !x.w && !x.s) {
        if (now.drafts.delete(x.d)) await work("readwrite", (at) => at("locked").delete(key));
        return;
      }
      const locked = await lock(now.key, x);
      await work("readwrite", (at) => at("locked").put(locked, key));
      now.drafts.set(x.d, x);
    }).catch((why) => tell(say(full(why) ? "full" : "lost")));
    return drafting;
  };
  const draft = () => { clearTimeout(waiting); waiting = setTimeout(putAway, 300); };
  const fill = (x) => {
    now.kits = x.k;
    $("#kits").textContent = x.k; $("#need").value = x.n; $("#words-said").value = x.w; $("#slip").value = x.s;
    $("[data-slip]").hidden = !x.s; $("#s-door details").open = !!(x.n || x.w || x.s);
  };

  // told seals what came of a door and keeps it. The screen says "kept" after
  // the disk did, and not before.
  let telling = false;
  const personal = /\d[\d .-]{5,}\d|@|\b(m'appelle|mon nom|my name|je suis (m|mme)\b)/i;
  const told = async (result) => {
    if (telling) return;
    telling = true;
    try {
      clearTimeout(waiting);
      await drafting;
      const x = draftOf();
      if (x.w && x.w !== now.warned && personal.test(x.w.replaceAll("’", "'"))) { now.warned = x.w; $("#s-door details").open = true; return tell(say("words_named")); }
      if (x.w && !x.n) { $("#s-door details").open = true; $("#need").focus(); return tell(say("need_first")); }
      const slip = x.s.replace(/\D/g, "");
      if (x.s && slip.length !== 12) { $("#slip").focus(); return tell(say("slip_bad")); }
      const id = uuid(), visit = { v: FORM, d: x.d, r: result, k: x.k, n: x.n, w: x.n ? x.w : "", l: document.documentElement.lang, s: x.n ? slip : "", p: x.f || "", t: Date.now() };
      const box = await seal(visit, id), seen = { d: x.d, a: result === "again" ? 1 : 0 }, locked = await lock(now.key, seen);
      await work("readwrite", (at) => {
        at("outbox").add({ id, box }, id);
        at("done").put(locked, id);
        if (x.f) at("done").delete(x.f);
        if (x.f && !sending && !(now.meta.wrong || {})[x.f]) at("outbox").delete(x.f); // it says so itself, should the server have the one that it replaces
        at("locked").delete(DRAFT + x.d);
      });
      now.drafts.delete(x.d);
      if (x.f) now.done.delete(x.f);
      now.done.set(id, seen);
      now.last = { id, d: x.d, need: !!visit.n };
      blank();
      const n = next(x.d);
      if (n) door(n.n); else { now.fixing = null; await doors(); }
      bar();
      if (navigator.onLine) send();
    } catch (why) {
      tell(say(full(why) ? "full" : "lost"));
    } finally {
      telling = false;
    }
  };

  // A cold hand presses twice: the second time falls on the next door, which nobody
  // has seen yet.
  let pressed = -TWICE;
  const press = (result, at) => {
    if (at - pressed < TWICE) return;
    pressed = at;
    told(result);
  };

  // --- sending: some at a time, each let go of when it was acknowledged.
  // What is asked while it sends is done after: a press is never lost.
  let after = null;
  const send = async (asked = false, hand = false) => {
    if (sending && asked) after = { hand: hand || !!(after && after.hand) };
    if (sending || unknown && !asked || !now.meta || !now.meta.sender || !now.meta.device) return;
    sending = true;
    await bar();
    try {
      for (let first = true; ; first = false) {
        const wrong = now.meta.wrong || {};
        const rows = (await values("outbox", BATCH + Object.keys(wrong).length)).filter((b) => !wrong[b.id]).slice(0, BATCH);
        const left = (await keys("outbox")).length - Object.keys(wrong).length - rows.length;
        const silent = now.pack && Math.abs(Date.now() - heard) > ASK; // it may be handed over, or taken back
        if (!rows.length && !(first && (asked || silent))) return;
        heard = Date.now();
        const r = await post(body.dataset.send, { sender: now.meta.sender, boxes: rows.map((b) => ({ id: b.id, box: to64(b.box) })), waiting: left, hand: hand && left === 0 });
        if (r.status === 409 && r.said.why === "revoked") return await purge("revoked");
        unknown = r.status === 404;
        if (unknown) await save(() => ({ gone: 1 }));
        if (r.status !== 200) { if (asked) tell(trouble(r)); return; }
        const fates = r.said.fates || {};
        await work("readwrite", (at) => {
          const meta = { ...now.meta, gone: 0, received: r.said.now, wrong: { ...wrong } };
          for (const { id } of rows) {
            if (fates[id] === "kept" || fates[id] === "slip") { at("outbox").delete(id); meta.sent++; } else if (fates[id]) meta.wrong[id] = 1;
            if (fates[id] === "slip") meta.slips++;
          }
          now.meta = meta;
          at("meta").put(meta, "round");
        });
        await bar();
        if (r.said.handed && left === 0 && now.pack) return await purge("handed");
        if (!Object.keys(fates).length) return;
      }
    } catch (why) {
      tell(say(full(why) ? "full" : "busy"));
    } finally {
      sending = false;
      await bar();
      const next = after;
      after = null;
      if (next) await send(true, next.hand);
    }
  };

  // --- beside the doors
  const card = (s, lang) => {
    const li = Object.assign(document.createElement("li"), { className: "card" });
    li.append(Object.assign(document.createElement("h2"), { lang: s.lang || lang, textContent: s.name }), Object.assign(document.createElement("p"), { textContent: [s.org, s.where].filter(Boolean).join(" · ") }));
    if (s.phone) li.append(Object.assign(document.createElement("a"), { href: s.tel, className: "btn", textContent: s.phone, dir: "ltr" }));
    return li;
  };
  const services = () => {
    $("[data-services]").replaceChildren(...now.pack.services.map((s) => card(s, "")));
    $("#s-services [data-none]").hidden = now.pack.services.length > 0;
    shown("services");
  };
  const phrases = (code) => {
    const chips = $("[data-langs]"), out = $("[data-phrases]");
    chips.textContent = ""; out.textContent = "";
    for (const x of now.pack.phrases) {
      const b = Object.assign(document.createElement("button"), { type: "button", className: x.lang === code ? "btn go" : "btn", lang: x.lang, dir: x.dir, textContent: x.self });
      b.dataset.lang = x.lang;
      b.setAttribute("aria-pressed", x.lang === code);
      chips.append(b);
      if (x.lang !== code) continue;
      for (const line of x.lines) out.append(Object.assign(document.createElement("p"), { lang: x.lang, dir: x.dir, textContent: line }));
      const near = Object.assign(document.createElement("ul"), { className: "plain", dir: x.dir });
      near.append(...(x.services || []).map((s) => card(s, x.lang))); // none in a round that was taken along before
      out.append(near);
    }
    shown("show");
  };
  const acts = {
    doors: async () => { await putAway(); now.fixing = null; await doors(); },
    box: () => { shown("box"); bar(); },
    services, show: () => phrases(now.pack.phrases.length ? now.pack.phrases[0].lang : ""),
    send: () => send(true), hand: () => send(true, true),
    less: () => { now.kits = Math.max(0, now.kits - 1); $("#kits").textContent = now.kits; draft(); },
    more: () => { now.kits = Math.min(20, now.kits + 1); $("#kits").textContent = now.kits; draft(); },
    slip: () => {
      $("[data-slip]").hidden = false;
      if (!$("#slip").value) $("#slip").value = [0, 0, 0].map(() => String(crypto.getRandomValues(new Uint16Array(1))[0] % 10000).padStart(4, "0")).join(" ");
      draft();
    },
    here: () => location.reload(),
    fix: async () => {
      const { id, d, need } = now.last || {};
      if (id) door(d, id, need && !(await keys("outbox")).includes(id)); // a need that left is nobody's any more: it is not taken back
    },
  };
  addEventListener("click", (event) => {
    const b = event.target.closest("button");
    if (!b) return;
    if (b.dataset.do) acts[b.dataset.do]();
    else if (b.dataset.result) press(b.dataset.result, event.timeStamp);
    else if (b.dataset.go) door(Number(b.dataset.go));
    else if (b.dataset.lang) phrases(b.dataset.lang);
  });
  addEventListener("input", (event) => { if (event.target.closest("[data-form=door]")) draft(); });
  let busy = false;
  addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target, name = form.dataset.form;
    if (busy || name === "door") return;
    busy = true;
    try {
      if (name === "take") {
        const pin = $("#pin").value, same = pin === $("#pin2").value;
        if (!/^\d{6}$/.test(pin) || !same) return tell(say("pin_bad"));
        await take(pending, pin);
      } else {
        const pin = $("#unlock").value;
        $("#unlock").value = "";
        if (!/^\d{6}$/.test(pin)) return tell(say("pin_bad"));
        await open(pin);
      }
      for (const id of ["#pin", "#pin2"]) $(id).value = "";
    } catch (why) {
      tell(say(full(why) ? "full" : "lost"));
    } finally {
      busy = false;
    }
  });
  // Another link in this very window begins nothing anew by itself; a jump within the page is none.
  addEventListener("hashchange", async () => { if (location.hash.length > 20) { await putAway(); location.reload(); } });
  // What is sealed leaves by itself, also when the round can be read here no more.
  const lets = () => navigator.onLine && now.meta && now.meta.over !== "revoked";
  addEventListener("online", () => { bar(); if (lets()) send(); });
  addEventListener("offline", bar);

  // --- one window at a time. The last one opened goes on; the one before it keeps
  // nothing in hand, and says so. A phone that cannot tell its windows apart goes on
  // with both: what counts is asked of the disk.
  const alone = () => new Promise((ok) => {
    if (!navigator.locks) return ok();
    navigator.locks.request("tournee", { steal: true }, () => { ok(); return new Promise(() => {}); }).catch((why) => (why && why.name === "AbortError" ? aside() : ok()));
  });
  let elsewhere = false;
  const aside = () => {
    elsewhere = true;
    clearTimeout(waiting);
    if (disk) disk.close();
    disk = null; now.meta = null;
    forgotten();
    shown("aside");
    $("#bar").textContent = "";
  };

  // --- start. What an old phone cannot do is said before anybody leaves.
  let pending = "";
  const old = (why) => { shown("old"); $("#s-old [data-why]").textContent = say("old_why", { why }); };
  const able = async () => {
    if (!isSecureContext) return "https";
    if (!self.crypto || !crypto.subtle) return "crypto";
    if (!self.indexedDB) return "indexedDB";
    if (!navigator.serviceWorker || !self.caches) return "service worker";
    try {
      disk = await openDisk();
      await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
      now.meta = (await read("meta", "round")) || null;
    } catch (why) {
      return String((why && why.name) || why);
    }
    return "";
  };
  const worker = async () => {
    const address = (a) => a;
    const trusted = self.trustedTypes ? trustedTypes.createPolicy("tournee", { createScriptURL: address }) : { createScriptURL: address };
    try {
      await navigator.serviceWorker.register(trusted.createScriptURL(body.dataset.worker), { scope: body.dataset.page });
      await navigator.serviceWorker.ready;
      now.ready = true;
    } catch {
      now.ready = false; // without network an earlier one goes on
      now.ready = !!navigator.serviceWorker.controller;
    }
    if (now.pack) $("[data-ready]").textContent = say(now.ready ? "offline_ready" : "not_ready");
  };
  const start = async () => {
    await alone();
    const why = await able();
    if (elsewhere) return aside();
    if (why) return old(why);
    worker();
    pending = location.hash.slice(1);
    const ids = await keys("outbox");
    if (pending && now.meta && now.meta.link === pending) pending = "";
    if (pending && !leaves(now.meta, ids).length) {
      shown("take");
      if (stuck(now.meta)) tell(leftover(ids.length)); // before it goes
      return bar();
    }
    if (!now.meta) { shown("empty"); return bar(); }
    await tick();
    if (now.meta.over) { over(); if (pending) tell(say("first_send")); } else { shown("lock"); if (pending) tell(say("first_send")); }
    bar();
    if (navigator.onLine) send();
  };
  const HALF = 6 * 3600000;
  setInterval(async () => {
    try {
      await tick();
      if (!lets()) return;
      await send();
      if (now.key && now.meta && now.meta.lease && now.meta.lease.left < HALF) await fetchPack(await unlock(now.key, await read("locked", "claim")));
    } catch (why) {
      tell(say(full(why) ? "full" : "busy"));
    }
  }, 30000);
  start().catch((why) => old(String((why && why.name) || why)));
})();
