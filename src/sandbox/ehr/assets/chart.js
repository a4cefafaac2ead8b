import { fireHook, isAnswered } from './cards.js';
import { followProgress, markFilms } from './progress.js';

const chart = document.querySelector('.chart');
const studies = chart.dataset.studies.split(' ').filter((uid) => uid !== '');
let wasAssessed;

/** Puts the lines of a fresh chart in place, so that a draft order shows where orders stand. */
async function refreshSections() {
  const response = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  document.querySelector('.sections').replaceWith(fresh.querySelector('.sections'));
}

document.addEventListener('card-answered', () => void refreshSections());

void fireHook('/hooks/patient-view');

followProgress((progress) => {
  if (progress === undefined) return;
  markFilms(progress.assessedStudies);
  if (studies.length === 0) return;
  const isAssessed = studies.every((uid) => progress.assessedStudies.includes(uid));
  if (wasAssessed === false && isAssessed && !isAnswered()) void fireHook('/hooks/patient-view');
  wasAssessed = isAssessed;
});
