import { message } from '../messages/messages.ts';

const PEOPLE = Array.from({ length: 100 }, (_, index) => index);

/** A hundred people, the first `marked` of them in another colour and shape: natural frequencies read best. */
export function IconArray({ marked }: { readonly marked: number }) {
  return (
    <div className="icons" role="img" aria-label={message('icons.label', { value: marked })}>
      {PEOPLE.map((person) => (
        <svg key={person} viewBox="0 0 10 16" aria-hidden>
          <g className={person < marked ? 'person marked' : 'person'}>
            <circle cx="5" cy="3.2" r="2.7" />
            {person < marked ? (
              <rect x="1" y="6.6" width="8" height="9" rx="1" />
            ) : (
              <path d="M1.4 15.6a3.6 8 0 0 1 7.2 0z" />
            )}
          </g>
        </svg>
      ))}
    </div>
  );
}
