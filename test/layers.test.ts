import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './content.ts';

/** What the code of a folder may import from the others; nothing else keeps the core pure. */
const mayImport: Record<string, string[]> = {
  triage: [],
  articles: ['triage'],
  cards: ['triage'],
  storage: ['triage'],
  mail: ['triage'],
  files: ['mail', 'triage'],
  http: [],
  chat: ['http', 'mail', 'storage'],
  cli: ['articles', 'cards', 'mail', 'manifest', 'triage'],
  manifest: [],
  bot: ['articles', 'cards', 'config.ts', 'files', 'http', 'mail', 'storage', 'triage'],
};

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, 'src', folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map(name => join('src', folder, name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)[^;]*? from '(?<name>[^']+)';/gms)].map(match => match.groups!.name!);
}

describe('the layers', () => {
  for (const [folder, allowed] of Object.entries(mayImport)) {
    it(`src/${folder} imports only ${allowed.join(', ') || 'itself'}`, () => {
      for (const file of sourcesOf(folder)) {
        for (const name of importsOf(file)) {
          if (!name.startsWith('.')) continue;
          const target = join(file, '..', name).split('/')[1]!;
          assert.ok(target === folder || allowed.includes(target), `${file} imports ${name}`);
        }
      }
    });
  }

  it('keeps the core free of files, networks, clocks and frameworks', () => {
    for (const file of sourcesOf('triage')) {
      for (const name of importsOf(file)) assert.doesNotMatch(name, /^node:|botbuilder|restify|kysely|pino/, file);
      assert.doesNotMatch(readFileSync(join(root, file), 'utf8'), /Math\.random|Date\.now\(|new Date\(\)/, file);
    }
  });

  it('lets botbuilder and restify into src/bot only', () => {
    for (const folder of ['articles', 'cards', 'storage', 'files', 'mail', 'chat', 'cli', 'triage']) {
      for (const file of sourcesOf(folder)) {
        for (const name of importsOf(file)) assert.doesNotMatch(name, /^(botbuilder|restify)/, file);
      }
    }
  });
});

describe('the repository', () => {
  it('names no download address in the lock file', () => {
    assert.doesNotMatch(readFileSync(join(root, 'package-lock.json'), 'utf8'), /"resolved": "http/);
  });
});
