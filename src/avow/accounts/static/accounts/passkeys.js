// Passkeys: the one thing on the desk that a browser can do only with a script. Without it other ways to sign in stay.
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const opened = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const wanted = ({ publicKey: key }) => ({
    ...key,
    challenge: bytes(key.challenge),
    ...(key.user && { user: { ...key.user, id: bytes(key.user.id) } }),
    ...(key.excludeCredentials && { excludeCredentials: opened(key.excludeCredentials) }),
    ...(key.allowCredentials && { allowCredentials: opened(key.allowCredentials) }),
  });
  const told = (made) => {
    const { response } = made, packed = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (response[name]) packed[name] = words(response[name]);
    if (response.getTransports) packed.transports = response.getTransports();
    return JSON.stringify({
      id: made.id, rawId: words(made.rawId), type: made.type, response: packed,
      authenticatorAttachment: made.authenticatorAttachment, clientExtensionResults: made.getClientExtensionResults(),
    });
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const failed = form.querySelector("[data-failed]");
    form.addEventListener("submit", async (e) => {
      if (form.elements.credential.value) return;
      e.preventDefault();
      try {
        const options = form.dataset.options
          ? JSON.parse(form.dataset.options)
          : (await (await fetch(form.action, { headers: { Accept: "application/json" } })).json()).request_options;
        const publicKey = wanted(options);
        const made = await (form.dataset.passkey === "make" ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
        form.elements.credential.value = told(made);
        form.submit();
      } catch {
        failed.hidden = false;
        failed.focus();
      }
    });
  }
})();
