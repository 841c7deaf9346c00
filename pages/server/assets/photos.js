// Photos of the sheet's pages: made small on the phone, sent one by one, and held until the server has kept them.
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const page = JSON.parse(at("page").textContent), facts = JSON.parse(at("photo-words").textContent), say = facts.words;
  const address = `/roster/${page.session}/photos`;
  const LONGEST = 180000;
  let waiting = [], kept = [], open = true, busy = false, known = false;

  const make = (name, attributes, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };

  function key() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // ---- making small ----
  async function small(file) {
    // What this phone cannot read is sent as it is: the server says what is wrong with it.
    let picture;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      return file;
    }
    const share = Math.min(1, facts.side / Math.max(picture.width, picture.height));
    const canvas = make("canvas", { width: Math.max(1, Math.round(picture.width * share)), height: Math.max(1, Math.round(picture.height * share)) });
    const drawing = canvas.getContext("2d");
    drawing.fillStyle = "#fff";
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return made || file;
  }

  // ---- sending ----
  function take(files) {
    for (const file of files) waiting.push({ key: key(), file, name: file.name, state: "waiting", share: 0, say: "" });
    draw();
    pump();
  }

  async function pump() {
    if (busy) return;
    const photo = waiting.find((one) => one.state === "waiting");
    if (!photo) return;
    busy = true;
    photo.state = "sending";
    photo.share = 0;
    draw();
    photo.blob = photo.blob || await small(photo.file);
    if (photo.blob.size > facts.limit) Object.assign(photo, { state: "refused", say: say.too_large });
    else await send(photo);
    busy = false;
    draw();
    // Without a network the next one would fail as well.
    if (photo.state !== "failed") pump();
  }

  function send(photo) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const fail = (sentence) => { Object.assign(photo, { state: "failed", say: sentence }); done(); };
      request.open("POST", address);
      request.timeout = LONGEST;
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("X-Cooper-Token", page.token);
      request.setRequestHeader("X-Cooper-Key", photo.key);
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) photo.share = event.loaded / event.total;
        if (photo.bar) photo.bar.value = photo.share;
      };
      request.onerror = request.ontimeout = request.onabort = () => fail(say.not_sent);
      request.onload = () => {
        if (request.status === 401) return fail(say.signed_out);
        let told;
        try {
          told = JSON.parse(request.responseText);
        } catch {
          return fail(say.not_sent);
        }
        if (request.status === 422) Object.assign(photo, { state: "refused", say: told.say });
        else if (request.status === 200) settle(photo, told);
        else return fail(say.not_sent);
        done();
      };
      request.send(photo.blob);
    });
  }

  function settle(photo, told) {
    learn(told);
    // One that was kept before is said to be, for somebody who meant to add another page.
    if (told.again) Object.assign(photo, { state: "known", say: say.again });
    else waiting = waiting.filter((one) => one !== photo);
  }

  // ---- what is kept ----
  function learn(told) {
    kept = told.kept;
    open = told.open;
    known = true;
  }

  async function look() {
    try {
      const reply = await fetch(address);
      if (reply.ok) learn(await reply.json());
    } catch {
      // The stand of the ticks says already that there is no network.
    }
    draw();
  }

  // ---- drawing ----
  function draw() {
    const unsent = waiting.filter((one) => ["waiting", "sending", "failed"].includes(one.state)).length;
    const told = [known ? `${say.kept}: ${kept.length}` : "", unsent ? `${say.unsent}: ${unsent}` : ""];
    at("photos-told").textContent = told.filter(Boolean).join(" · ");
    at("photos-told").className = unsent ? "stand waiting" : "quiet";
    at("photos-take").hidden = !open;
    at("photos-shut").hidden = open;
    at("photos-kept").replaceChildren(...kept.map(([, sentence]) => make("li", { className: "photo kept" }, make("span", { textContent: "✓", ariaHidden: "true" }), make("bdi", { textContent: sentence }))));
    at("photos-waiting").replaceChildren(...waiting.map(line));
  }

  function line(photo) {
    const row = make("li", { className: `photo ${photo.state}` });
    row.append(make("bdi", { textContent: photo.name, className: "quiet" }));
    if (photo.state === "waiting") row.append(make("p", { textContent: say.waiting }));
    if (photo.state === "sending") {
      photo.bar = make("progress", { max: 1, value: photo.share, ariaLabel: say.sending });
      row.append(make("p", { textContent: say.sending }), photo.bar);
    }
    if (photo.say && photo.state !== "sending") row.append(make("p", { textContent: photo.say }));
    const away = make("button", { type: "button", textContent: say.put_away, onclick: () => { waiting = waiting.filter((one) => one !== photo); draw(); } });
    if (photo.state === "failed") row.append(make("div", { className: "choices" }, make("button", { type: "button", textContent: say.resend, onclick: () => { again(); } }), away));
    if (photo.state === "refused" || photo.state === "known") row.append(make("div", { className: "choices" }, away));
    return row;
  }

  function again() {
    for (const photo of waiting) if (photo.state === "failed") Object.assign(photo, { state: "waiting", say: "" });
    draw();
    pump();
  }

  // ---- beginning ----
  for (const id of ["photo-camera", "photo-files"]) {
    at(id).addEventListener("change", (event) => { take([...event.target.files]); event.target.value = ""; });
  }
  at("photos").addEventListener("toggle", () => { if (at("photos").open) look(); });
  addEventListener("online", again);
  addEventListener("beforeunload", (event) => { if (waiting.some((one) => one.state !== "refused" && one.state !== "known")) event.preventDefault(); });
  look();
})();
