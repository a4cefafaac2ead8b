import { followProgress, markFilms } from './progress.js';

const bar = document.getElementById('progress-bar');
const text = document.getElementById('progress-text');

followProgress((progress) => {
  if (progress === undefined) {
    text.textContent = 'The assessment service does not answer';
    return;
  }
  bar.max = Math.max(1, progress.total);
  bar.value = progress.assessed;
  text.textContent = `${progress.assessed} of ${progress.total} films assessed`;
  markFilms(progress.assessedStudies);
});
