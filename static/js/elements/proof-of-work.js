// <proof-of-work challenge="…"> around a form with a hidden field "proof": when it is sent, the browser first looks
// for a number that makes a hash begin with enough zero bits. knowledgebase/proof_of_work.py checks it.
const AT_ONCE = 256;
const LONGEST = 2 ** 24;

class ProofOfWork extends HTMLElement {
  connectedCallback() {
    // Only where the browser may hash: on https and on localhost. Elsewhere the page offers to sign in.
    if (!globalThis.crypto?.subtle) return;
    this.toggleAttribute("ready", true);
    // While capturing, before htmx sees it.
    this.addEventListener("submit", (event) => this.#work(event), true);
  }

  async #work(event) {
    const { target: form, submitter } = event;
    const field = form.elements.proof;
    if (!field || field.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.working) return;
    form.dataset.working = "true";
    submitter?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.getAttribute("challenge"));
      if (answer.ok) field.value = await solve(await answer.text());
    } catch {
      // Without a connection the request below fails as well, and says so.
    }
    field.value ||= "none";
    delete form.dataset.working;
    submitter?.removeAttribute("aria-busy");
    form.requestSubmit(submitter);
  }
}

async function solve(challenge) {
  const wanted = Number(challenge.split(".")[1]);
  const text = new TextEncoder();
  for (let first = 0; first < LONGEST; first += AT_ONCE) {
    const tried = await Promise.all(Array.from({ length: AT_ONCE }, async (_, place) => {
      const proof = `${challenge}:${first + place}`;
      return zeroBits(await crypto.subtle.digest("SHA-256", text.encode(proof))) >= wanted ? proof : "";
    }));
    const proof = tried.find(Boolean);
    if (proof) return proof;
  }
  return "";
}

// Of the first 32 bits: no challenge asks for more.
const zeroBits = (digest) => Math.clz32(new DataView(digest).getUint32(0));

customElements.define("proof-of-work", ProofOfWork);
