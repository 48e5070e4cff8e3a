import { component } from "../shared/streamlit";
import { Surface } from "./surface";
import type { CardData } from "./types";

export default component<CardData, Surface>((root, given) => new Surface(root, given));

/** For the test that holds screen and paper to the same places. */
export { apart } from "./apart";
export { placeLabels } from "./labels";
