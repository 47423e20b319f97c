/** The real content as the message extension uses it, built once for its tests. */
import { createArticleSearch } from '../../../../src/triage/matching/search-articles.ts';
import { knowledgeBase } from '../../../content.ts';

export { cards } from '../../../content.ts';

export const knowledge = knowledgeBase();
export const search = createArticleSearch(knowledge);
export const appId = '66666666-7777-4888-9999-000000000000';
