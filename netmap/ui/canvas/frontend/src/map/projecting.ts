/** From degrees to pixels. Pure. */
import { geoMercator, geoPath, type GeoPath, type GeoProjection } from "d3-geo";
import type { Area, Place } from "./types";

export interface Sheet {
  project(lon: number, lat: number): [number, number];
  outline(area: Area): string;
  middle(area: Area): [number, number];
  /** Width and height of an area in pixels. */
  size(area: Area): [number, number];
}

type Ring = GeoJSON.Position[];

/** The shape with its rings turned as d3 wants them: outer ones clockwise, holes the other way. */
export function turned(geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon): GeoJSON.Polygon | GeoJSON.MultiPolygon {
  const polygon = (rings: Ring[]) => rings.map((ring, i) => (clockwise(ring) === (i === 0) ? ring : [...ring].reverse()));
  return geometry.type === "Polygon"
    ? { type: "Polygon", coordinates: polygon(geometry.coordinates) }
    : { type: "MultiPolygon", coordinates: geometry.coordinates.map(polygon) };
}

function clockwise(ring: Ring): boolean {
  let twice = 0;
  for (let i = 0; i < ring.length; i++) {
    const [ax = 0, ay = 0] = ring[i] ?? [];
    const [bx = 0, by = 0] = ring[(i + 1) % ring.length] ?? [];
    twice += (bx - ax) * (by + ay);
  }
  return twice > 0;
}

/** Fits all areas (or, without shapes, all places) into a sheet of pixels. */
export function fit(areas: readonly Area[], points: readonly Place[], width: number, height: number): Sheet | null {
  const shapes = new Map<string, GeoJSON.Polygon | GeoJSON.MultiPolygon>();
  for (const area of areas) if (area.geometry) shapes.set(area.id, turned(area.geometry));
  const all: GeoJSON.GeometryCollection = { type: "GeometryCollection", geometries: [...shapes.values()] };
  if (!shapes.size) {
    if (!points.length) return null;
    all.geometries.push({ type: "MultiPoint", coordinates: points.map((point) => [point.lon, point.lat]) });
  }
  const margin = 18;
  const projection: GeoProjection = geoMercator().fitExtent([[margin, margin], [width - margin, height - margin]], all);
  if (!Number.isFinite(projection.scale()) || projection.scale() > 5e6) projection.scale(2e5);
  const path: GeoPath = geoPath(projection).digits(1);
  const shapeOf = (area: Area) => shapes.get(area.id) ?? { type: "MultiPolygon" as const, coordinates: [] };
  return {
    project: (lon, lat) => projection([lon, lat]) ?? [0, 0],
    outline: (area) => path(shapeOf(area)) ?? "",
    middle: (area) => path.centroid(shapeOf(area)),
    size: (area) => {
      const [[x0, y0], [x1, y1]] = path.bounds(shapeOf(area));
      return [x1 - x0, y1 - y0];
    },
  };
}
