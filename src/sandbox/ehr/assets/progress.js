/** Asks how many films have been assessed, until all are; calls back with each answer. */
export function followProgress(onProgress) {
  const ask = async () => {
    try {
      const response = await fetch('/progress');
      const progress = await response.json();
      onProgress(progress);
      if (progress.assessed >= progress.total && progress.total > 0) return;
    } catch {
      onProgress(undefined);
    }
    setTimeout(ask, 2000);
  };
  void ask();
}

/** Marks each film that has been assessed. */
export function markFilms(assessedStudies) {
  const assessed = new Set(assessedStudies);
  for (const film of document.querySelectorAll('.film[data-studies]')) {
    const studies = film.dataset.studies.split(' ').filter((uid) => uid !== '');
    if (studies.length === 0) continue;
    const isDone = studies.every((uid) => assessed.has(uid));
    film.classList.toggle('done', isDone);
    film.textContent = isDone ? 'assessed' : 'waiting';
  }
}
