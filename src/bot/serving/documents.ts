/** The privacy statement, the terms of use and the support page of docs/, as the pages that the app package links to. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

export const documents = ['privacy', 'terms', 'support'] as const;

export interface DocumentParts {
  /** Where `privacy.md`, `terms.md` and `support.md` are. */
  readonly folder: string;
  readonly operator: { readonly name: string; readonly contact: string };
  readonly keepDays: number;
  readonly keepMemoryDays: number;
  /** Whether `/` leads to the support page; not where the chat page is there. */
  readonly isRootFree: boolean;
}

/** As much of a restify server as is used here. */
export interface DocumentServer {
  get(path: string, handler: Handler): unknown;
  head(path: string, handler: Handler): unknown;
}
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Everything is read here: a missing document stops the start, not a reader. Whoever reads one first has it rendered, so no start waits for it. */
export function registerDocuments(
  server: DocumentServer,
  { folder, operator, keepDays, keepMemoryDays, isRootFree }: DocumentParts,
): void {
  const values: Record<string, string> = {
    OPERATOR_NAME: escapeHtml(operator.name),
    OPERATOR_CONTACT: link(operator.contact),
    KEEP_DAYS: String(keepDays),
    KEEP_MEMORY_DAYS: String(keepMemoryDays),
  };
  const css = readFileSync(join(import.meta.dirname, 'documents.css'), 'utf8');
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'public, max-age=3600',
  };
  for (const name of documents) {
    const text = readFileSync(join(folder, `${name}.md`), 'utf8');
    let rendered: Promise<Buffer> | undefined;
    const handle: Handler = async ({ method }, response) => {
      rendered ??= renderPage(text, values, css).then(page => Buffer.from(page));
      const page = await rendered;
      response.writeHead(200, { ...headers, 'Content-Length': page.length });
      response.end(method === 'HEAD' ? undefined : page);
    };
    server.get(`/${name}`, handle);
    server.head(`/${name}`, handle);
  }
  if (!isRootFree) return;
  const toSupport: Handler = async (_, response) => {
    // Restify's writeHead returns nothing, so no chain.
    response.writeHead(302, { Location: '/support' });
    response.end();
  };
  server.get('/', toSupport);
  server.head('/', toSupport);
}

async function renderPage(text: string, values: Readonly<Record<string, string>>, css: string): Promise<string> {
  const { Marked } = await import('marked');
  const markdown = new Marked({
    walkTokens: token => {
      // On the bot the documents stand side by side without an ending: privacy.md is /privacy.
      if (token.type === 'link') token.href = token.href.replace(/^(?<name>[a-z]+)\.md$/, '/$<name>');
    },
  });
  // Filled in afterwards, so that a name of the settings is text and never Markdown. {{OPERATOR_NAME}}
  const html = (markdown.parse(text, { async: false }) as string).replace(
    /\{\{(?<name>[A-Z_]{1,40})\}\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
  const title = /^# (?<title>.{1,200})$/m.exec(text)?.groups?.title ?? '';
  const links = documents.map(name => `<a href="/${name}">${name[0]!.toUpperCase()}${name.slice(1)}</a>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - Mailflow Triage</title>
<style>${css}</style>
</head>
<body>
<nav aria-label="Documents">
${links}
</nav>
<main>
${html}</main>
</body>
</html>
`;
}

/** A web or mail address becomes a link, anything else stays text. */
function link(contact: string): string {
  const text = escapeHtml(contact);
  if (/^https:\/\/[^\s"<>]+$/.test(contact)) return `<a href="${text}">${text}</a>`;
  // helpdesk@contoso.example
  if (/^[^\s@"<>]+@[^\s@"<>]+$/.test(contact)) return `<a href="mailto:${text}">${text}</a>`;
  return text;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
