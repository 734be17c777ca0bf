// Everything that is done goes through the control API, which scripts use too.

export const me = () => document.body.dataset.person;
export const app = () => document.body.dataset.app;

// The answer of the control API; null where it refused and the visitor was told why.
export async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    tell("The workspace does not answer. Is it still running?");
    return null;
  }
  const answer = await response.json().catch(() => ({ error: `The workspace answered ${response.status}.` }));
  if (response.ok || answer.errors) return answer;
  tell(answer.error);
  return null;
}

export function tell(words) {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = words;
  document.getElementById("toasts").append(toast);
  setTimeout(() => toast.remove(), 8000);
}

export async function whileBusy(element, work) {
  element?.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    element?.removeAttribute("aria-busy");
  }
}
