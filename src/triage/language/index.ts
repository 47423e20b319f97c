/** Language: words of four languages, as stems, meanings and phrases. */
export { createLexicon, type Reading, type Term } from './lexicon.ts';
export { createPhraseIndex } from './phrase-index.ts';
export { createSpelling } from './spelling.ts';
export { type LocaleWords, type WordData, type WordGroup, wordGroups } from './words.ts';
