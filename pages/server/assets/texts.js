// Copies and shares a text that stands on the page; without a secure address the browser copies what is selected.
if (!window.textsToSend) {
  window.textsToSend = true;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-text-copy], [data-text-share]");
    if (!button) return;
    const held = button.closest("[data-text]").querySelector("pre");
    if (button.dataset.textShare !== undefined) {
      await navigator.share({ text: held.textContent }).catch(() => {});
      return;
    }
    // A browser may have the clipboard and refuse it, as where the page lost the focus.
    const written = navigator.clipboard && (await navigator.clipboard.writeText(held.textContent).then(() => true, () => false));
    if (!written) {
      getSelection().selectAllChildren(held);
      document.execCommand("copy");
      getSelection().removeAllRanges();
    }
    button.textContent = button.dataset.textCopy;
  });
}
for (const button of document.querySelectorAll("[data-text-share]")) button.hidden = !navigator.share;
