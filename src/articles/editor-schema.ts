/** The schemas of dialogs/ as JSON Schema, so that an editor completes and checks while somebody writes. */
import { z } from 'zod';
import { ArticleFile, StringsFile } from './schema.ts';

/** File name in dialogs/schema/ -> JSON Schema (draft 2020-12). */
export function editorSchemas(): Record<string, object> {
  const options = { io: 'input', unrepresentable: 'any' } as const;
  return {
    'article.json': z.toJSONSchema(ArticleFile, options),
    'strings.json': z.toJSONSchema(StringsFile, options),
  };
}
