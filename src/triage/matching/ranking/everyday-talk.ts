/**
 * How the articles' lines talk, and how the rest of a helpdesk's day does: naive Bayes over the features of sentences.
 * It knows words that no list names ("newsletter", "toner"), and so decides where the lists are silent.
 */

/** Added to every count, so that one sentence proves nothing. */
const smoothing = 0.2;

/**
 * @param mailFlow the features of each line of the articles, each once
 * @param everyday the features of each sentence of other helpdesk talk
 * @returns for the features of a text the logarithm of how much likelier it is among the first than among the second
 */
export function createTalk(
  mailFlow: Iterable<Iterable<string>>,
  everyday: Iterable<Iterable<string>>,
): (features: Iterable<string>) => number {
  const ours = count(mailFlow);
  const theirs = count(everyday);
  if (theirs.texts === 0) return () => 0;
  const share = ({ counts, texts }: Counted, feature: string) => ((counts.get(feature) ?? 0) + smoothing) / texts;
  return features => {
    let sum = 0;
    for (const feature of features) {
      if (!ours.counts.has(feature) && !theirs.counts.has(feature)) continue;
      sum += Math.log(share(ours, feature) / share(theirs, feature));
    }
    return sum;
  };
}

interface Counted {
  readonly counts: ReadonlyMap<string, number>;
  readonly texts: number;
}

/** In how many texts each feature stands. */
function count(texts: Iterable<Iterable<string>>): Counted {
  const counts = new Map<string, number>();
  let number = 0;
  for (const features of texts) {
    number += 1;
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return { counts, texts: number };
}
