CREATE TABLE by_hand (
  "table" TEXT PRIMARY KEY,
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO by_hand VALUES
  ('codes', 0),
  ('areas', 0),
  ('organisations', 0),
  ('places', 0),
  ('services', 0),
  ('resources', 0),
  ('reports', 0),
  ('relations', 0),
  ('agreements', 0),
  ('demand', 0),
  ('chains', 0),
  ('travel', 0),
  ('bodies', 0),
  ('members', 0);
ALTER TABLE packs ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER by_hand_codes_added AFTER INSERT ON "codes" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'codes'; END;
CREATE TRIGGER by_hand_codes_changed AFTER UPDATE ON "codes" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'codes'; END;
CREATE TRIGGER by_hand_codes_removed AFTER DELETE ON "codes" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'codes'; END;
CREATE TRIGGER by_hand_areas_added AFTER INSERT ON "areas" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'areas'; END;
CREATE TRIGGER by_hand_areas_changed AFTER UPDATE ON "areas" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'areas'; END;
CREATE TRIGGER by_hand_areas_removed AFTER DELETE ON "areas" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'areas'; END;
CREATE TRIGGER by_hand_organisations_added AFTER INSERT ON "organisations" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'organisations'; END;
CREATE TRIGGER by_hand_organisations_changed AFTER UPDATE ON "organisations" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'organisations'; END;
CREATE TRIGGER by_hand_organisations_removed AFTER DELETE ON "organisations" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'organisations'; END;
CREATE TRIGGER by_hand_places_added AFTER INSERT ON "places" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'places'; END;
CREATE TRIGGER by_hand_places_changed AFTER UPDATE ON "places" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'places'; END;
CREATE TRIGGER by_hand_places_removed AFTER DELETE ON "places" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'places'; END;
CREATE TRIGGER by_hand_services_added AFTER INSERT ON "services" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'services'; END;
CREATE TRIGGER by_hand_services_changed AFTER UPDATE ON "services" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'services'; END;
CREATE TRIGGER by_hand_services_removed AFTER DELETE ON "services" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'services'; END;
CREATE TRIGGER by_hand_resources_added AFTER INSERT ON "resources" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'resources'; END;
CREATE TRIGGER by_hand_resources_changed AFTER UPDATE ON "resources" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'resources'; END;
CREATE TRIGGER by_hand_resources_removed AFTER DELETE ON "resources" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'resources'; END;
CREATE TRIGGER by_hand_reports_added AFTER INSERT ON "reports" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'reports'; END;
CREATE TRIGGER by_hand_reports_changed AFTER UPDATE ON "reports" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'reports'; END;
CREATE TRIGGER by_hand_reports_removed AFTER DELETE ON "reports" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'reports'; END;
CREATE TRIGGER by_hand_relations_added AFTER INSERT ON "relations" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'relations'; END;
CREATE TRIGGER by_hand_relations_changed AFTER UPDATE ON "relations" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'relations'; END;
CREATE TRIGGER by_hand_relations_removed AFTER DELETE ON "relations" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'relations'; END;
CREATE TRIGGER by_hand_agreements_added AFTER INSERT ON "agreements" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'agreements'; END;
CREATE TRIGGER by_hand_agreements_changed AFTER UPDATE ON "agreements" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'agreements'; END;
CREATE TRIGGER by_hand_agreements_removed AFTER DELETE ON "agreements" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'agreements'; END;
CREATE TRIGGER by_hand_demand_added AFTER INSERT ON "demand" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'demand'; END;
CREATE TRIGGER by_hand_demand_changed AFTER UPDATE ON "demand" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'demand'; END;
CREATE TRIGGER by_hand_demand_removed AFTER DELETE ON "demand" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'demand'; END;
CREATE TRIGGER by_hand_chains_added AFTER INSERT ON "chains" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'chains'; END;
CREATE TRIGGER by_hand_chains_changed AFTER UPDATE ON "chains" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'chains'; END;
CREATE TRIGGER by_hand_chains_removed AFTER DELETE ON "chains" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'chains'; END;
CREATE TRIGGER by_hand_travel_added AFTER INSERT ON "travel" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'travel'; END;
CREATE TRIGGER by_hand_travel_changed AFTER UPDATE ON "travel" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'travel'; END;
CREATE TRIGGER by_hand_travel_removed AFTER DELETE ON "travel" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'travel'; END;
CREATE TRIGGER by_hand_bodies_added AFTER INSERT ON "bodies" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'bodies'; END;
CREATE TRIGGER by_hand_bodies_changed AFTER UPDATE ON "bodies" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'bodies'; END;
CREATE TRIGGER by_hand_bodies_removed AFTER DELETE ON "bodies" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'bodies'; END;
CREATE TRIGGER by_hand_members_added AFTER INSERT ON "members" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'members'; END;
CREATE TRIGGER by_hand_members_changed AFTER UPDATE ON "members" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'members'; END;
CREATE TRIGGER by_hand_members_removed AFTER DELETE ON "members" WHEN NOT EXISTS (SELECT 1 FROM changes WHERE id = '~') BEGIN UPDATE by_hand SET number = number + 1 WHERE "table" = 'members'; END;
