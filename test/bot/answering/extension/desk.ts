/** The real content as the message extension uses it, built once for its tests. */
import { loadWords } from '../../../../src/articles/load-words.ts';
import { createKnowledgeBase } from '../../../../src/triage/matching/match-article.ts';
import { createArticleSearch } from '../../../../src/triage/matching/search-articles.ts';
import { content, dialogs } from '../../../content.ts';

export { cards } from '../../../content.ts';

export const knowledge = createKnowledgeBase(content.articles, loadWords(dialogs));
export const search = createArticleSearch(knowledge);
export const appId = '66666666-7777-4888-9999-000000000000';
