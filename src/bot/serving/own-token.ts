/** The token that the bot shows the channel, from the SDK's credentials, which keep it until five minutes before its end. */
import type { OwnToken } from '../sending/index.ts';

/** As much of the SDK's credentials as is used here. */
export interface Credentials {
  signRequest(request: never): Promise<unknown>;
  /** Where there is an authority to ask. */
  getToken?(isForced: boolean): Promise<string>;
}

/** Milliseconds in which the SDK is not asked again. */
const keptFor = 60_000;
/** Milliseconds after which whoever hands out tokens does not answer any more. */
const longestWait = 15_000;

/** @param create called when the first token is needed */
export function ownToken(create: () => Promise<Credentials>): OwnToken {
  let creating: Promise<Credentials> | undefined;
  const credentials = () => {
    creating ??= create();
    creating.catch(() => {
      creating = undefined;
    });
    return creating;
  };
  let kept: { readonly header: string | undefined; readonly until: number } | undefined;
  const keep = (header: string | undefined) => {
    kept = { header, until: Date.now() + keptFor };
    return header;
  };
  const ask = shared(async () => {
    let header: string | undefined;
    const headers = {
      set(name: string, value: string) {
        if (name.toLowerCase() === 'authorization') header = value;
      },
    };
    await (await credentials()).signRequest({ headers } as never);
    return keep(header);
  });
  return {
    authorization: async () => (kept && kept.until > Date.now() ? kept.header : ask()),
    renewed: shared(async () => {
      const known = await credentials();
      return known.getToken ? keep(`Bearer ${await known.getToken(true)}`) : undefined;
    }),
  };
}

/** Whoever asks while another one waits gets the same. */
function shared<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let asking: Promise<Result> | undefined;
  return () => {
    asking ??= inTime(ask()).finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

function inTime<Result>(work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No token in ${longestWait} ms`)), longestWait);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
