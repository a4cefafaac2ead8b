import { fireHook } from './cards.js';

const form = document.getElementById('order');
const chart = document.querySelector('.chart');
const choice = document.getElementById('orderable');

const fields = () => ({
  orderable: choice?.value,
  note: document.getElementById('note')?.value,
  draft: chart.dataset.draft,
});

choice?.addEventListener('change', () => {
  if (choice.value !== '') void fireHook('/hooks/order-select', fields());
});

let hasSeenCards = false;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const headers = await fireHook('/orders', { ...fields(), seenCards: hasSeenCards });
  if (headers?.get('x-order-signed') !== null && headers !== undefined) {
    location.assign(`/patients/${chart.dataset.patient}`);
    return;
  }
  hasSeenCards = true;
  form.querySelector('button').textContent = 'Sign all the same';
});
