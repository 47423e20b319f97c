/** What takes the records of one file. */
export interface Sink {
  rows: number;
  /** Records that were cut, or have another number of cells than the header. */
  unread: number;
  record(cells: readonly string[]): void;
  end(): void;
}
