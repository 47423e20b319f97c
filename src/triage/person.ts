/** Somebody in the channel: whoever answers, ticks or sends. */
export interface Person {
  readonly id: string;
  readonly name: string;
}
