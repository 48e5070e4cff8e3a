import { component } from "../shared/streamlit";
import { Surface } from "./surface";
import type { CardData } from "./types";

export default component<CardData, Surface>((root, given) => new Surface(root, given));
