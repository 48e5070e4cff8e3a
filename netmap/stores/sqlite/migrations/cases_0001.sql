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
CREATE TABLE "cases" (
  "id" TEXT PRIMARY KEY,
  "number" TEXT,
  "name" TEXT,
  "contact" TEXT,
  "case_manager" TEXT,
  "area" TEXT,
  "languages" TEXT,
  "opened_on" TEXT NOT NULL,
  "closed_on" TEXT
) STRICT;
CREATE TABLE "cards" (
  "id" TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "on" TEXT NOT NULL,
  "label" TEXT,
  "client_note" TEXT,
  "source" TEXT,
  "made_by" TEXT,
  "ego" TEXT
) STRICT;
CREATE INDEX "cards_case" ON "cards"("case");
CREATE TABLE "alters" (
  "id" TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "card" TEXT NOT NULL REFERENCES "cards"(id) DEFERRABLE INITIALLY DEFERRED,
  "entry" TEXT NOT NULL,
  "label" TEXT,
  "role" TEXT,
  "role_text" TEXT,
  "human" INTEGER,
  "field" TEXT,
  "angle" REAL,
  "distance" REAL,
  "ego_tie" TEXT,
  "supports" TEXT,
  "burden" INTEGER,
  "conflict" INTEGER,
  "care" TEXT,
  "child" INTEGER,
  "far_away" INTEGER,
  "lost" INTEGER,
  "deceased" INTEGER,
  "age" TEXT,
  "gender" TEXT,
  "note" TEXT,
  "partner_table" TEXT,
  "partner_id" TEXT,
  "extra" TEXT
) STRICT;
CREATE INDEX "alters_case" ON "alters"("case");
CREATE INDEX "alters_card" ON "alters"("card");
CREATE TABLE "ties" (
  _key TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "card" TEXT NOT NULL REFERENCES "cards"(id) DEFERRABLE INITIALLY DEFERRED,
  "a" TEXT NOT NULL REFERENCES "alters"(id) DEFERRABLE INITIALLY DEFERRED,
  "b" TEXT NOT NULL REFERENCES "alters"(id) DEFERRABLE INITIALLY DEFERRED,
  "state" TEXT,
  "conflict" INTEGER
) STRICT;
CREATE INDEX "ties_case" ON "ties"("case");
CREATE INDEX "ties_card" ON "ties"("card");
CREATE INDEX "ties_a" ON "ties"("a");
CREATE INDEX "ties_b" ON "ties"("b");
CREATE TABLE "words" (
  _key TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "card" TEXT NOT NULL REFERENCES "cards"(id) DEFERRABLE INITIALLY DEFERRED,
  "question" TEXT NOT NULL,
  "text" TEXT
) STRICT;
CREATE INDEX "words_case" ON "words"("case");
CREATE INDEX "words_card" ON "words"("card");
CREATE TABLE "needs" (
  "id" TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "need" TEXT NOT NULL,
  "priority" INTEGER,
  "phase" TEXT,
  "since" TEXT NOT NULL,
  "until" TEXT,
  "note" TEXT
) STRICT;
CREATE INDEX "needs_case" ON "needs"("case");
CREATE TABLE "steps" (
  "id" TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "card" TEXT REFERENCES "cards"(id) DEFERRABLE INITIALLY DEFERRED,
  "who" TEXT NOT NULL,
  "who_text" TEXT,
  "what" TEXT NOT NULL,
  "until" TEXT,
  "done_on" TEXT,
  "need" TEXT,
  "partner_table" TEXT,
  "partner_id" TEXT
) STRICT;
CREATE INDEX "steps_case" ON "steps"("case");
CREATE INDEX "steps_card" ON "steps"("card");
CREATE TABLE "contacts" (
  "id" TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "partner_table" TEXT NOT NULL,
  "partner_id" TEXT NOT NULL,
  "since" TEXT,
  "until" TEXT,
  "note" TEXT
) STRICT;
CREATE INDEX "contacts_case" ON "contacts"("case");
CREATE TABLE "referrals" (
  "id" TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "need" TEXT,
  "service" TEXT,
  "organisation" TEXT NOT NULL,
  "route" TEXT NOT NULL,
  "outcome" TEXT,
  "on" TEXT NOT NULL,
  "ended_on" TEXT,
  "recorded_afterwards" INTEGER,
  "note" TEXT
) STRICT;
CREATE INDEX "referrals_case" ON "referrals"("case");
CREATE TABLE "feedback" (
  "id" TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "referral" TEXT NOT NULL REFERENCES "referrals"(id) DEFERRABLE INITIALLY DEFERRED,
  "on" TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "text" TEXT
) STRICT;
CREATE INDEX "feedback_case" ON "feedback"("case");
CREATE INDEX "feedback_referral" ON "feedback"("referral");
CREATE TABLE "releases" (
  "id" TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "sender" TEXT NOT NULL,
  "recipient" TEXT NOT NULL,
  "items" TEXT,
  "purpose" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_to" TEXT,
  "revoked_at" TEXT
) STRICT;
CREATE INDEX "releases_case" ON "releases"("case");
CREATE TABLE "conferences" (
  "id" TEXT PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES "cases"(id) DEFERRABLE INITIALLY DEFERRED,
  "on" TEXT NOT NULL,
  "participants" TEXT,
  "reason" TEXT,
  "result" TEXT
) STRICT;
CREATE INDEX "conferences_case" ON "conferences"("case");
