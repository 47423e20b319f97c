/** Why a file could not be opened; `code` is stable, the message is for the log and for developers. */
export class MailFileError extends Error {
  /** `too-large` counts the file's bytes, `too-long` the text that was found in it. */
  readonly code: 'too-large' | 'too-long' | 'empty' | 'unreadable';

  constructor(code: MailFileError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MailFileError';
    this.code = code;
  }
}

export function tooLong(limit: number): MailFileError {
  return new MailFileError('too-long', `The text in the file is longer than the ${limit} bytes that are read.`);
}
