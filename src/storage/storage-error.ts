export type StorageErrorCode = 'database-url' | 'database-unreachable' | 'database-newer' | 'migration-failed';

/** The database cannot be used: a matter of the installation, told at start. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
