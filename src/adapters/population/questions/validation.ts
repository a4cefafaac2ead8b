import { asOf, type Question } from './question.ts';

export const filmAndDxa: Question = {
  name: 'film-and-dxa',
  title: 'People with a lumbar radiograph and a DXA around it',
  description:
    'Patients with a lumbar radiograph and a central DXA with T-score from so many months before to so many after it: whom a validation from the record looks at.',
  parameters: [
    asOf,
    {
      name: 'monthsBefore',
      type: 'integer',
      description: 'DXA at most so many months before the film',
      default: 12,
    },
    {
      name: 'monthsAfter',
      type: 'integer',
      description: 'DXA at most so many months after the film',
      default: 6,
    },
  ],
  rowsAre: 'patients',
  sql: `SELECT f.patient_id, count(DISTINCT f.resource_id)::int AS films, count(DISTINCT d.performed_on)::int AS dxas
  FROM population.film_study f
  JOIN population.dxa d ON d.tenant_id = f.tenant_id AND d.patient_id = f.patient_id AND d.t_score IS NOT NULL
   AND d.performed_on >= f.started - make_interval(months => CAST($3 AS int))
   AND d.performed_on <= f.started + make_interval(months => CAST($4 AS int))
 WHERE f.tenant_id = $1 AND f.concept = 'lumbar-radiograph' AND f.started <= CAST($2 AS date)
 GROUP BY f.patient_id ORDER BY f.patient_id`,
};
