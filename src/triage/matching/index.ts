/** Matching: evidence, or a sentence, becomes articles. Codes first, then wordings, then words. */
export { type BatchGroup, type BatchItem, type BatchProblem, problemOf, summariseBatch } from './batch.ts';
export { createKnowledgeBase, type KnowledgeBase } from './match-article.ts';
export { matchEvidence } from './match-recipients.ts';
export { isAmong, ownWords, wordsOf } from './own-words.ts';
export { trainedIds } from './ranking/linear-model.ts';
export { type ArticleSearch, createArticleSearch, type Found } from './search-articles.ts';
export { agrees } from './told-apart.ts';
