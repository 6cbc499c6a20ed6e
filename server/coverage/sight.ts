// A grid of heights and a place to stand in, the cells that see it out: line of sight without curvature.

/** Heights in metres, row by row. */
export interface Grid {
  rows: readonly (readonly number[])[];
}

export interface Observer {
  col: number;
  row: number;
  /** Above the ground of the cell, metres. */
  height: number;
}

/** A line that grazes the ground sees, whichever way it is reckoned; metres. */
const GRAZING = 1e-6;

/** Ground between four cell centres, bilinear, metres. */
function heightAt({ rows }: Grid, col: number, row: number): number {
  const [left, top] = [Math.floor(col), Math.floor(row)];
  const [right, bottom] = [Math.ceil(col), Math.ceil(row)];
  const [across, down] = [col - left, row - top];
  const upper = rows[top]![left]! * (1 - across) + rows[top]![right]! * across;
  const lower = rows[bottom]![left]! * (1 - across) + rows[bottom]![right]! * across;
  return upper * (1 - down) + lower * down;
}

/** Whether a target `targetHeight` metres above a cell sees the observer, sampled once a cell along the longer axis. */
function sees(grid: Grid, observer: Observer, col: number, row: number, targetHeight: number): boolean {
  const eye = grid.rows[observer.row]![observer.col]! + observer.height;
  const target = grid.rows[row]![col]! + targetHeight;
  const steps = Math.max(Math.abs(col - observer.col), Math.abs(row - observer.row));
  for (let step = 1; step < steps; step++) {
    const share = step / steps;
    const ground = heightAt(
      grid,
      observer.col + (col - observer.col) * share,
      observer.row + (row - observer.row) * share,
    );
    if (ground > eye + (target - eye) * share + GRAZING) return false;
  }
  return true;
}

/** One string a row, `1` where a target `targetHeight` metres above the ground is in sight of the observer, else `0`. */
export const cellsInSight = (grid: Grid, observer: Observer, targetHeight: number): string[] =>
  grid.rows.map((cells, row) =>
    cells.map((_, col) => (sees(grid, observer, col, row, targetHeight) ? '1' : '0')).join(''),
  );
