CREATE TABLE changes (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  kind TEXT NOT NULL,
  why TEXT,
  request TEXT,
  undoes TEXT,
  edits BLOB NOT NULL,
  entities TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE change_index (
  what TEXT NOT NULL,
  number INTEGER NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY (what, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  why TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_entity ON audit(entity, id);
CREATE TABLE "codes" (
  _key TEXT PRIMARY KEY,
  "list" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("list", "code", "label", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE TABLE "areas" (
  "id" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "parent" TEXT REFERENCES "areas"(id) DEFERRABLE INITIALLY DEFERRED,
  "setting" TEXT,
  "population" INTEGER,
  "lat" REAL,
  "lon" REAL,
  "shape" TEXT,
  "notes" TEXT
) STRICT;
CREATE INDEX "areas_parent" ON "areas"("parent");
CREATE TABLE "organisations" (
  "id" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "pillars" TEXT,
  "parent" TEXT REFERENCES "organisations"(id) DEFERRABLE INITIALLY DEFERRED,
  "website" TEXT,
  "email" TEXT,
  "phone" TEXT,
  "verified_on" TEXT,
  "until" TEXT,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "name", "kind", "pillars", "parent", "website", "email", "phone", "verified_on", "until", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "organisations_parent" ON "organisations"("parent");
CREATE TABLE "places" (
  "id" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "area" TEXT NOT NULL REFERENCES "areas"(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT,
  "street" TEXT,
  "postcode" TEXT,
  "town" TEXT,
  "lat" REAL,
  "lon" REAL,
  "barrier_free" INTEGER,
  "protected" INTEGER,
  "notes" TEXT
) STRICT;
CREATE INDEX "places_area" ON "places"("area");
CREATE TABLE "services" (
  "id" TEXT PRIMARY KEY,
  "organisation" TEXT NOT NULL REFERENCES "organisations"(id) DEFERRABLE INITIALLY DEFERRED,
  "name" TEXT NOT NULL,
  "needs" TEXT,
  "service_type" TEXT,
  "target_groups" TEXT,
  "languages" TEXT,
  "places" TEXT,
  "areas" TEXT,
  "features" TEXT,
  "access" TEXT,
  "conditions" TEXT,
  "capacity" INTEGER,
  "capacity_sgb2" INTEGER,
  "free" INTEGER,
  "wait_days" INTEGER,
  "funding" TEXT,
  "since" TEXT,
  "until" TEXT,
  "legal_bases" TEXT,
  "verified_on" TEXT,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "organisation", "name", "needs", "service_type", "target_groups", "languages", "places", "areas", "features", "access", "conditions", "capacity", "capacity_sgb2", "free", "wait_days", "funding", "since", "until", "legal_bases", "verified_on", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "services_organisation" ON "services"("organisation");
CREATE TABLE "resources" (
  "id" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "area" TEXT NOT NULL REFERENCES "areas"(id) DEFERRABLE INITIALLY DEFERRED,
  "place" TEXT REFERENCES "places"(id) DEFERRABLE INITIALLY DEFERRED,
  "contact" TEXT,
  "needs" TEXT,
  "note" TEXT,
  "verified_on" TEXT,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "name", "kind", "area", "place", "contact", "needs", "note", "verified_on", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "resources_area" ON "resources"("area");
CREATE INDEX "resources_place" ON "resources"("place");
CREATE TABLE "reports" (
  _key TEXT PRIMARY KEY,
  "from" TEXT NOT NULL REFERENCES "organisations"(id) DEFERRABLE INITIALLY DEFERRED,
  "to" TEXT NOT NULL REFERENCES "organisations"(id) DEFERRABLE INITIALLY DEFERRED,
  "level" INTEGER NOT NULL,
  "on" TEXT NOT NULL,
  "by" TEXT,
  "scale" TEXT,
  "evidence" TEXT,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("from", "to", "level", "on", "by", "scale", "evidence", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "reports_from" ON "reports"("from");
CREATE INDEX "reports_to" ON "reports"("to");
CREATE TABLE "relations" (
  _key TEXT PRIMARY KEY,
  "from" TEXT NOT NULL REFERENCES "organisations"(id) DEFERRABLE INITIALLY DEFERRED,
  "to" TEXT NOT NULL REFERENCES "organisations"(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL,
  "service" TEXT REFERENCES "services"(id) DEFERRABLE INITIALLY DEFERRED,
  "since" TEXT,
  "until" TEXT,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("from", "to", "kind", "service", "since", "until", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "relations_from" ON "relations"("from");
CREATE INDEX "relations_to" ON "relations"("to");
CREATE INDEX "relations_service" ON "relations"("service");
CREATE TABLE "agreements" (
  "id" TEXT PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "parties" TEXT,
  "services" TEXT,
  "since" TEXT,
  "until" TEXT,
  "delimitation" TEXT,
  "point_1" INTEGER,
  "point_2" INTEGER,
  "point_3" INTEGER,
  "point_4" INTEGER,
  "point_5" INTEGER,
  "point_6" INTEGER,
  "point_7" INTEGER,
  "point_8" INTEGER,
  "point_9" INTEGER,
  "point_10" INTEGER,
  "point_11" INTEGER,
  "point_12" INTEGER,
  "coordinator" TEXT,
  "deputy" TEXT,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "kind", "parties", "services", "since", "until", "delimitation", "point_1", "point_2", "point_3", "point_4", "point_5", "point_6", "point_7", "point_8", "point_9", "point_10", "point_11", "point_12", "coordinator", "deputy", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE TABLE "demand" (
  _key TEXT PRIMARY KEY,
  "area" TEXT NOT NULL REFERENCES "areas"(id) DEFERRABLE INITIALLY DEFERRED,
  "need" TEXT NOT NULL,
  "people_low" INTEGER NOT NULL,
  "people_high" INTEGER NOT NULL,
  "target_group" TEXT,
  "language" TEXT,
  "requires" TEXT,
  "source" TEXT,
  "on" TEXT,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("area", "need", "people_low", "people_high", "target_group", "language", "requires", "source", "on", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "demand_area" ON "demand"("area");
CREATE TABLE "chains" (
  _key TEXT PRIMARY KEY,
  "chain" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "service_type" TEXT NOT NULL,
  "name" TEXT,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("chain", "position", "service_type", "name", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE TABLE "travel" (
  _key TEXT PRIMARY KEY,
  "area" TEXT NOT NULL REFERENCES "areas"(id) DEFERRABLE INITIALLY DEFERRED,
  "place" TEXT NOT NULL REFERENCES "places"(id) DEFERRABLE INITIALLY DEFERRED,
  "minutes" REAL NOT NULL,
  "mode" TEXT,
  "notes" TEXT
) STRICT;
CREATE INDEX "travel_area" ON "travel"("area");
CREATE INDEX "travel_place" ON "travel"("place");
CREATE TABLE "bodies" (
  "id" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "area" TEXT REFERENCES "areas"(id) DEFERRABLE INITIALLY DEFERRED,
  "rhythm" TEXT,
  "status" TEXT,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "name", "kind", "area", "rhythm", "status", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "bodies_area" ON "bodies"("area");
CREATE TABLE "members" (
  _key TEXT PRIMARY KEY,
  "body" TEXT NOT NULL REFERENCES "bodies"(id) DEFERRABLE INITIALLY DEFERRED,
  "organisation" TEXT NOT NULL REFERENCES "organisations"(id) DEFERRABLE INITIALLY DEFERRED,
  "role" TEXT,
  "since" TEXT,
  "until" TEXT,
  "notes" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("body", "organisation", "role", "since", "until", "notes")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "members_body" ON "members"("body");
CREATE INDEX "members_organisation" ON "members"("organisation");
CREATE TABLE "meetings" (
  "id" TEXT PRIMARY KEY,
  "body" TEXT NOT NULL REFERENCES "bodies"(id) DEFERRABLE INITIALLY DEFERRED,
  "on" TEXT NOT NULL,
  "attendance" TEXT,
  "success_factors" TEXT,
  "obstacles" TEXT,
  "minutes" TEXT,
  "status" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "body", "on", "attendance", "success_factors", "obstacles", "minutes", "status")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "meetings_body" ON "meetings"("body");
CREATE TABLE "decisions" (
  "id" TEXT PRIMARY KEY,
  "body" TEXT NOT NULL REFERENCES "bodies"(id) DEFERRABLE INITIALLY DEFERRED,
  "meeting" TEXT REFERENCES "meetings"(id) DEFERRABLE INITIALLY DEFERRED,
  "what" TEXT NOT NULL,
  "who" TEXT,
  "until" TEXT,
  "status" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "body", "meeting", "what", "who", "until", "status")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "decisions_body" ON "decisions"("body");
CREATE INDEX "decisions_meeting" ON "decisions"("meeting");
CREATE TABLE "remarks" (
  "id" TEXT PRIMARY KEY,
  "subject" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "text" TEXT,
  "look_again_on" TEXT,
  "by" TEXT NOT NULL,
  "at" TEXT NOT NULL,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "subject", "kind", "text", "look_again_on", "by", "at")) STORED
) STRICT, WITHOUT ROWID;
CREATE TABLE "publications" (
  "id" TEXT PRIMARY KEY,
  "subject" TEXT NOT NULL,
  "on" TEXT NOT NULL,
  "threshold" INTEGER NOT NULL,
  "figures" TEXT,
  "at" TEXT NOT NULL,
  "by" TEXT NOT NULL,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "subject", "on", "threshold", "figures", "at", "by")) STORED
) STRICT, WITHOUT ROWID;
CREATE TABLE "links" (
  "id" TEXT PRIMARY KEY,
  "organisation" TEXT NOT NULL REFERENCES "organisations"(id) DEFERRABLE INITIALLY DEFERRED,
  "expires_at" TEXT NOT NULL,
  "revoked_at" TEXT,
  "made_by" TEXT NOT NULL,
  "directly" INTEGER,
  "last_used_at" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "organisation", "expires_at", "revoked_at", "made_by", "directly", "last_used_at")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "links_organisation" ON "links"("organisation");
CREATE TABLE "answers" (
  "id" TEXT PRIMARY KEY,
  "link" TEXT NOT NULL REFERENCES "links"(id) DEFERRABLE INITIALLY DEFERRED,
  "organisation" TEXT NOT NULL REFERENCES "organisations"(id) DEFERRABLE INITIALLY DEFERRED,
  "at" TEXT NOT NULL,
  "about" TEXT NOT NULL,
  "content" TEXT,
  "status" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "link", "organisation", "at", "about", "content", "status")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "answers_link" ON "answers"("link");
CREATE INDEX "answers_organisation" ON "answers"("organisation");
CREATE TABLE "positions" (
  _key TEXT PRIMARY KEY,
  "view" TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "x" REAL NOT NULL,
  "y" REAL NOT NULL,
  "by_hand" INTEGER
) STRICT;
CREATE TABLE "accounts" (
  "id" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "roles" TEXT,
  "password_hash" TEXT,
  "disabled" INTEGER,
  "deputy_of" TEXT,
  "made_at" TEXT NOT NULL,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "name", "roles", "password_hash", "disabled", "deputy_of", "made_at")) STORED
) STRICT, WITHOUT ROWID;
CREATE TABLE "sessions" (
  "id" TEXT PRIMARY KEY,
  "account" TEXT NOT NULL REFERENCES "accounts"(id) DEFERRABLE INITIALLY DEFERRED,
  "made_at" TEXT NOT NULL,
  "seen_at" TEXT NOT NULL,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "account", "made_at", "seen_at")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "sessions_account" ON "sessions"("account");
