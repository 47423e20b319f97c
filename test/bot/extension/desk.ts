/** The real content as the message extension uses it, built once for its tests. */
import { loadWords } from '../../../src/articles/load-words.ts';
import { createArticleSearch } from '../../../src/bot/extension/search-articles.ts';
import { createCardRenderer } from '../../../src/cards/render-card.ts';
import { createKnowledgeBase } from '../../../src/triage/match-article.ts';
import { cardsFolder, content, dialogs, strings } from '../../content.ts';

export const knowledge = createKnowledgeBase(content.articles, loadWords(dialogs));
export const search = createArticleSearch(knowledge);
export const cards = createCardRenderer({
  templates: cardsFolder,
  strings,
  articles: content.articles,
  values: content.values,
});
export const appId = '66666666-7777-4888-9999-000000000000';
