/** The card panel: fires hooks through the EHR's server, which answers with markup it has escaped. */
const panel = document.getElementById('cards');
const patientId = document.querySelector('[data-patient]').dataset.patient;

async function post(path, body) {
  const response = await fetch(`/patients/${encodeURIComponent(patientId)}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response;
}

function say(text) {
  const line = document.createElement('p');
  line.className = 'quiet';
  line.textContent = text;
  panel.replaceChildren(line);
}

/** Fires a hook and shows its cards; resolves to what the server answered. */
export async function fireHook(path, body = {}) {
  panel.setAttribute('aria-busy', 'true');
  try {
    const response = await post(path, body);
    panel.innerHTML = await response.text();
    return response.headers;
  } catch {
    say('Decision support does not answer now. The chart is complete without it.');
    return undefined;
  } finally {
    panel.removeAttribute('aria-busy');
  }
}

async function answer(card, path, body) {
  for (const button of card.querySelectorAll('button')) button.disabled = true;
  try {
    const response = await post(`/cards/${encodeURIComponent(card.dataset.card)}${path}`, body);
    card.outerHTML = await response.text();
    document.dispatchEvent(new CustomEvent('card-answered'));
  } catch {
    for (const button of card.querySelectorAll('button')) button.disabled = false;
  }
}

panel.addEventListener('click', (event) => {
  const button = event.target.closest('[data-accept]');
  if (button !== null)
    void answer(button.closest('[data-card]'), '/accept', { suggestion: button.dataset.accept });
});

panel.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-override]')) return;
  event.preventDefault();
  const form = new FormData(event.target);
  void answer(event.target.closest('[data-card]'), '/override', {
    reason: form.get('reason'),
    comment: form.get('comment'),
  });
});

/** Whether a card of this panel was answered already: then a later hook must not sweep it away. */
export const isAnswered = () => panel.querySelector('[data-state]:not([data-state="open"])') !== null;
