/** Something about a cluster that may be so, not be so, or not be known; the words say by what it was told. */
export interface Fact {
  readonly state: 'yes' | 'no' | 'unknown';
  readonly words: string;
}
