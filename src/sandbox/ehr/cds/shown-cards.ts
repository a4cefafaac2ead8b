import type { ReceivedCard } from './hooks.ts';

/** What became of a card that the chart shows. */
export type CardState =
  | { readonly kind: 'open' }
  | { readonly kind: 'accepted'; readonly suggestionUuid: string; readonly created: readonly string[] }
  | { readonly kind: 'overridden'; readonly reason: string };

export interface ShownCard extends ReceivedCard {
  readonly patientId: string;
  readonly state: CardState;
}

/** The cards that the EHR has shown since it started, by their uuid. */
export class ShownCards {
  readonly #cards = new Map<string, ShownCard>();

  show(patientId: string, received: ReceivedCard): ShownCard {
    const shown: ShownCard = { ...received, patientId, state: { kind: 'open' } };
    this.#cards.set(received.card.uuid, shown);
    return shown;
  }

  find(patientId: string, uuid: string): ShownCard | undefined {
    const shown = this.#cards.get(uuid);
    return shown?.patientId === patientId ? shown : undefined;
  }

  close(uuid: string, state: CardState): ShownCard | undefined {
    const shown = this.#cards.get(uuid);
    if (shown === undefined) return undefined;
    const closed = { ...shown, state };
    this.#cards.set(uuid, closed);
    return closed;
  }
}
