/** adaptivecards-templating names this type in a source file of its own that cannot be compiled here. */
export interface IAdaptiveCard {
  readonly type: 'AdaptiveCard';
}
