DROP TABLE "sessions";
CREATE TABLE "sessions" (
  "id" TEXT PRIMARY KEY,
  "account" TEXT NOT NULL REFERENCES "accounts"(id) DEFERRABLE INITIALLY DEFERRED,
  "made_at" TEXT NOT NULL,
  "seen_at" TEXT NOT NULL,
  "place" TEXT,
  _row TEXT GENERATED ALWAYS AS (json_array("id", "account", "made_at", "seen_at", "place")) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX "sessions_account" ON "sessions"("account");
