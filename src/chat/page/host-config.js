// How cards look here. The colours are the names of CSS variables, which the renderer passes through as they are:
// so light, dark and forced colours change on a card that is already drawn.

const sizes = { small: 12.5, default: 14.5, medium: 16, large: 19, extraLarge: 24 };
const lineHeights = { small: 18, default: 22, medium: 24, large: 26, extraLarge: 31 };
const weights = { lighter: 300, default: 400, bolder: 600 };

/** @param {string} name */
const ink = name => `var(--${name})`;
/** @param {string} name */
const both = name => ({ default: ink(name), subtle: ink(name) });

const foregroundColors = {
  default: { default: ink('text'), subtle: ink('soft') },
  dark: both('text'),
  light: both('page'),
  accent: both('accent'),
  good: both('good'),
  warning: both('warn'),
  attention: both('bad'),
};

/** @param {string} background */
const style = background => ({ backgroundColor: ink(background), foregroundColors });

/** @param {string} fontFamily */
const font = fontFamily => ({ fontFamily, fontSizes: sizes, fontWeights: weights, lineHeights });

export const hostConfig = {
  supportsInteractivity: true,
  spacing: { small: 6, default: 10, medium: 14, large: 18, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: ink('line') },
  fontTypes: { default: font('inherit'), monospace: font('var(--mono)') },
  lineHeights,
  textStyles: { heading: { size: 'large', weight: 'bolder' } },
  textBlock: { headingLevel: 2 },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    showCard: { actionMode: 'inline' },
  },
  inputs: {
    label: { inputSpacing: 'small', requiredInputs: { weight: 'bolder' }, optionalInputs: { weight: 'bolder' } },
  },
  factSet: {
    title: { weight: 'default', isSubtle: true, wrap: true, maxWidth: 120 },
    value: { wrap: true },
    spacing: 14,
  },
  containerStyles: {
    default: style('surface'),
    emphasis: style('raised'),
    accent: style('accent-bg'),
    good: style('good-bg'),
    warning: style('warn-bg'),
    attention: style('bad-bg'),
  },
};
