// The areas of a message go in; whom of ours they mean comes out: clusters inside polygons and circles, areas by geocode, and,
// where nothing else can be said, the whole area in which the sender is listened to.
import type { Place, Places, Pole } from '../places.ts';
import type { Findings } from './findings.ts';
import type { CapArea } from './message.ts';
import type { Circle, Point } from './values.ts';

const EARTH_KM = 6371;
/** An order names no more. */
const MOST_TARGETS = 64;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function distanceKm(a: Point, b: Point): number {
  const [dLat, dLon] = [radians(b.lat - a.lat), radians(b.lon - a.lon)];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

const inCircle = (point: Point, circle: Circle): boolean => distanceKm(point, circle) <= circle.radiusKm;

/** By the number of its sides that a line to the east crosses; a polygon here is small against the Earth. */
function inPolygon(point: Point, polygon: readonly Point[]): boolean {
  let inside = false;
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length] ?? a;
    if (a.lat > point.lat === b.lat > point.lat) return;
    const lon = a.lon + ((point.lat - a.lat) / (b.lat - a.lat)) * (b.lon - a.lon);
    if (point.lon < lon) inside = !inside;
  });
  return inside;
}

const folded = (name: string): string => name.trim().normalize('NFC').toLowerCase().replace(/\s+/g, ' ');

/** By id, by the commune's code, or by name; what several areas are called names none. */
function byGeocode(value: string, within: readonly Place[]): Place | null {
  const named = within.filter(
    area => area.id === value || area.rules.communeCode === value || folded(area.name) === folded(value),
  );
  return named.length === 1 ? (named[0] ?? null) : null;
}

export function whereOf(
  areas: readonly CapArea[],
  path: string,
  parts: { scope: Place; places: Places; poles: readonly Pole[]; findings: Findings },
): string[] {
  const { scope, places, findings } = parts;
  const within = places.living.filter(area => area.path.startsWith(scope.path));
  const here = parts.poles.filter(pole => places.find(pole.areaId)?.path.startsWith(scope.path));
  const found = new Map<string, string>();
  let drawn = false;
  areas.forEach((area, i) => {
    const place = `${path}/area[${i + 1}]`;
    for (const { name, value } of area.geocodes) {
      const one = byGeocode(value, within);
      if (one) found.set(one.id, one.path);
      else findings.warn('geocode_unknown', `${place}/geocode`, { name, value });
    }
    if (area.polygons.length + area.circles.length === 0) return;
    drawn = true;
    for (const { id, areaId, position } of here) {
      if (!position) continue;
      const inside =
        area.polygons.some(polygon => inPolygon(position, polygon)) ||
        area.circles.some(circle => inCircle(position, circle));
      if (inside) found.set(id, places.find(areaId)?.path ?? scope.path);
    }
  });
  const unplaced = here.filter(pole => pole.position === null).length;
  if (drawn && unplaced > 0) findings.warn('clusters_unplaced', path, { count: unplaced });
  if (found.size === 0) {
    findings.warn('whole_area', path, { name: scope.name });
    return [scope.id];
  }
  // A cluster inside an area that is named as a whole needs no name of its own.
  const whole = [...found].filter(([id]) => id.startsWith('ar_')).map(([, areaPath]) => areaPath);
  const targets = [...found]
    .filter(([id, at]) => !whole.some(over => at.startsWith(over) && !(id.startsWith('ar_') && at === over)))
    .map(([id]) => id);
  if (targets.length <= MOST_TARGETS) return targets;
  const common = places.lowestCommon([...found.values()]) ?? scope;
  findings.warn('targets_widened', path, { count: targets.length, name: common.name });
  return [common.id];
}
