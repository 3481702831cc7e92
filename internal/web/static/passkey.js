// Has the browser make or use a passkey. Without this file, or in a browser
// that has no passkeys, the form stays unseen and the passphrase does.
"use strict";
(() => {
  const kit = self.PublicKeyCredential;
  if (!kit || !kit.parseRequestOptionsFromJSON || !kit.prototype.toJSON) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const making = form.dataset.passkey === "make";
    const said = form.querySelector("[data-refused]");
    for (const e of document.querySelectorAll("[data-without-passkey]")) e.hidden = true;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.hidden = true;
      const options = JSON.parse(form.dataset.options);
      try {
        const made = making
          ? await navigator.credentials.create({ publicKey: kit.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: kit.parseRequestOptionsFromJSON(options) });
        form.elements.answer.value = JSON.stringify(made.toJSON());
        form.submit();
      } catch {
        said.hidden = false; // the person closed the window, or the device knows no key of ours
      }
    });
  }
})();
