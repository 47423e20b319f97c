import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExtensionInvoke } from '../../src/bot/answering/extension/read-invoke.ts';
import { type IncomingActivity, pressedIn } from '../../src/bot/answering/read-activity.ts';
import {
  dialogVerbs,
  draftVerbs,
  forgetVerbs,
  lookVerbs,
  packVerbs,
  pressVerbs,
  probeVerbs,
  recordVerbs,
  splitVerbs,
  type Verb,
  verbs,
} from '../../src/triage/verbs.ts';
import { cardsFolder, root } from '../content.ts';

/** Data that any of the buttons could send. */
const full = { caseId: 'K7Q2MF', step: 'a-step', item: 'an-item', draft: 'd-7Q2MFK', where: 'here', text: '4.4.316' };
const options: Partial<Record<Verb, string>> = {
  narrow: 'waiting',
  'contact-language': 'nl',
  'contact-addresses': 'on',
  'contact-details': 'filled',
  'contact-wording': 'short',
  ask: 'who',
  'hand-over': 'firewall',
  severity: 'high',
};

/** What a template or the code of the bot says of itself; what stands in the data of a card is walked with every card. */
function written(folder: string, ending: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending))
    .flatMap(name => [...readFileSync(join(folder, name), 'utf8').matchAll(pattern)].map(found => found.groups!.verb!));
}

function pressed(value: unknown) {
  return pressedIn({ type: 'invoke', value } as IncomingActivity, true);
}

describe('the verbs of buttons', () => {
  // "verb": "open-draft"
  const inTemplates = written(cardsFolder, '.json', /"verb": "(?<verb>[^"$]+)"/g);
  // verb: 'refresh', input.verb === 'details', verb: z.literal('post-case')
  const inBot = written(join(root, 'src/bot'), '.ts', /\bverb(?:: | [!=]== |: z\.literal\()'(?<verb>[^']+)'/g);
  const inViews = written(
    join(root, 'src/cards'),
    '.ts',
    /\b(?:verb: |(?:button|rowPress)\([^;]*?\), )'(?<verb>[a-z-]+)'/g,
  );

  it('are one list, in the templates and in the bot too', () => {
    assert.deepEqual(
      [...inTemplates, ...inBot].filter(verb => !verbs.some(one => one === verb)),
      [],
    );
    assert.equal(new Set(verbs).size, verbs.length);
  });

  it('are all on a button', () => {
    const used = new Set([...inTemplates, ...inBot, ...inViews]);

    assert.deepEqual(
      verbs.filter(verb => !used.has(verb)),
      [],
    );
  });

  for (const verb of pressVerbs) {
    it(`${verb} is a press, whichever way it is sent`, () => {
      const data = { ...full, option: options[verb] ?? 'an-option' };

      assert.equal(pressed({ action: { type: 'Action.Execute', verb, data } })?.press?.verb, verb);
      assert.equal(pressed({ ...data, verb })?.press?.verb, verb);
    });
  }

  it('triage-new carries what was written before', () => {
    const heard = pressed({ ...full, verb: 'triage-new', option: 'our scanner cannot send' });

    assert.equal(heard?.press, undefined);
    assert.equal(heard?.text, 'our scanner cannot send');
  });

  it('list carries where its page begins', () => {
    assert.equal(pressed({ verb: 'list', from: '6' })?.from, '6');
  });

  for (const verb of [
    ...[...lookVerbs, ...recordVerbs, ...packVerbs, ...probeVerbs, splitVerbs[0]],
    ...[...draftVerbs, ...forgetVerbs],
  ]) {
    it(`${verb} is no press, and is heard`, () => {
      assert.deepEqual(pressed({ action: { verb, data: full } }), {
        caseId: full.caseId,
        verb,
        draft: full.draft,
        press: undefined,
      });
    });
  }

  for (const verb of dialogVerbs) {
    it(`${verb} is heard from a dialog`, () => {
      const { kind } = readExtensionInvoke('composeExtension/submitAction', { data: { ...full, verb } });

      assert.equal(kind, 'submit');
    });
  }
});
