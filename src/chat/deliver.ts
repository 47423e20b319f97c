import type { Activity } from './activities.ts';

export interface Delivery {
  status: number;
  body?: unknown;
}

/** Hands an activity to the bot as any channel would: over HTTP. Status 0 means that nobody answered. */
export async function postActivity(baseUrl: string, activity: Activity): Promise<Delivery> {
  try {
    const response = await fetch(`${baseUrl}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    return { status: response.status, ...(text ? { body: parse(text) } : {}) };
  } catch {
    return { status: 0 };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
