import type { Strings } from "../shared/strings";

/** What colours an area or a place; the words stand in the legend, never colour alone. */
export type Tone = "none" | "soft" | "l1" | "l2" | "l3" | "l4" | "warn" | "stop" | "petrol" | "friends" | "colleagues" | "helpers" | "family";

export interface Area {
  id: string;
  name: string;
  /** GeoJSON, RFC 7946 or not: rings are turned as the projection needs them. */
  geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
  tone?: Tone;
  /** Uncertain: hatched. */
  hatched?: boolean;
  /** A sign and one or two words, drawn under the name. */
  word?: string;
  /** What a screen reader hears after the name. */
  text?: string;
}

export interface Place {
  id: string;
  name: string;
  lat: number;
  lon: number;
  tone?: Tone;
  /** A place people go to is a square, a person or a stop a circle. */
  shape?: "square" | "circle";
  text?: string;
}

export interface Selection {
  kind: "area" | "point";
  id: string;
}

export interface MapData {
  areas: Area[];
  points: Place[];
  legend: { tone: Tone; hatched?: boolean; shape?: "square" | "circle"; text: string }[];
  selected?: Selection | null;
  title?: string;
  strings: Strings;
  height: number;
}
