// The tree of areas and the clusters in it, as far as warnings need to know them.
export interface Place {
  id: string;
  name: string;
  /** `/ar_root/…/ar_this/`. */
  path: string;
  /** Its own code in the State's list, where it has one. */
  rules: { communeCode: string | null };
}

export interface Places {
  living: readonly Place[];
  /** The living area that an id answers to. */
  find(id: string): Place | null;
  lowestCommon(paths: readonly string[]): Place | null;
}

export interface Pole {
  id: string;
  areaId: string;
  position: { lat: number; lon: number } | null;
}
