// How far a file is, without loading the page again; files can be dropped. Without this script the page loads itself anew.
"use strict";
{
  const shown = () => document.getElementById("progress");
  const look = async () => {
    try {
      const text = await (await fetch(location.href)).text();
      const found = new DOMParser().parseFromString(text, "text/html").getElementById("progress");
      if (!found) {
        location.reload();
        return;
      }
      shown().replaceChildren(...found.childNodes);
    } catch {
      // The server may be away for a moment: ask again.
    }
    setTimeout(look, 1000);
  };
  if (shown()?.dataset.running) setTimeout(look, 500);

  const upload = document.getElementById("upload");
  if (upload) {
    const file = document.getElementById("file");
    const over = (event) => {
      event.preventDefault();
      upload.classList.toggle("over", event.type === "dragover");
      if (event.type === "drop" && event.dataTransfer.files.length) file.files = event.dataTransfer.files;
    };
    for (const kind of ["dragover", "dragleave", "drop"]) upload.addEventListener(kind, over);
    upload.addEventListener("submit", () => {
      document.getElementById("sending").textContent = "Sending …";
    });
  }
}
