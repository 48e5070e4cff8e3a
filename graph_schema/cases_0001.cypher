CREATE CONSTRAINT store_id IF NOT EXISTS
  FOR (s:Store) REQUIRE s.id IS UNIQUE;
CREATE CONSTRAINT migration_number IF NOT EXISTS
  FOR (m:Migration) REQUIRE m.number IS UNIQUE;
CREATE CONSTRAINT change_id IF NOT EXISTS
  FOR (c:Change) REQUIRE c.id IS UNIQUE;
CREATE CONSTRAINT change_request IF NOT EXISTS
  FOR (c:Change) REQUIRE c.request IS UNIQUE;
CREATE CONSTRAINT change_attempt IF NOT EXISTS
  FOR (c:Change) REQUIRE c.attempt IS UNIQUE;
CREATE INDEX change_by IF NOT EXISTS
  FOR (c:Change) ON (c.by);
CREATE CONSTRAINT revision_entity IF NOT EXISTS
  FOR (r:Revision) REQUIRE r.entity IS UNIQUE;
CREATE CONSTRAINT audit_id IF NOT EXISTS
  FOR (a:Audit) REQUIRE a.id IS UNIQUE;
CREATE INDEX audit_entity IF NOT EXISTS
  FOR (a:Audit) ON (a.entity);
CREATE INDEX audit_by IF NOT EXISTS
  FOR (a:Audit) ON (a.by);
CREATE CONSTRAINT cases_key IF NOT EXISTS
  FOR (r:Case) REQUIRE r.`id` IS UNIQUE;
CREATE CONSTRAINT cards_key IF NOT EXISTS
  FOR (r:Card) REQUIRE r.`id` IS UNIQUE;
CREATE INDEX cards_case IF NOT EXISTS
  FOR (r:Card) ON (r.`case`);
CREATE CONSTRAINT alters_key IF NOT EXISTS
  FOR (r:Alter) REQUIRE r.`id` IS UNIQUE;
CREATE INDEX alters_case IF NOT EXISTS
  FOR (r:Alter) ON (r.`case`);
CREATE INDEX alters_card IF NOT EXISTS
  FOR (r:Alter) ON (r.`card`);
CREATE CONSTRAINT ties_key IF NOT EXISTS
  FOR ()-[r:TIE]-() REQUIRE r.`_key` IS UNIQUE;
CREATE INDEX ties_case IF NOT EXISTS
  FOR ()-[r:TIE]-() ON (r.`case`);
CREATE INDEX ties_card IF NOT EXISTS
  FOR ()-[r:TIE]-() ON (r.`card`);
CREATE CONSTRAINT words_key IF NOT EXISTS
  FOR (r:Words) REQUIRE r.`_key` IS UNIQUE;
CREATE INDEX words_case IF NOT EXISTS
  FOR (r:Words) ON (r.`case`);
CREATE INDEX words_card IF NOT EXISTS
  FOR (r:Words) ON (r.`card`);
CREATE CONSTRAINT needs_key IF NOT EXISTS
  FOR (r:Need) REQUIRE r.`id` IS UNIQUE;
CREATE INDEX needs_case IF NOT EXISTS
  FOR (r:Need) ON (r.`case`);
CREATE CONSTRAINT steps_key IF NOT EXISTS
  FOR (r:Step) REQUIRE r.`id` IS UNIQUE;
CREATE INDEX steps_case IF NOT EXISTS
  FOR (r:Step) ON (r.`case`);
CREATE INDEX steps_card IF NOT EXISTS
  FOR (r:Step) ON (r.`card`);
CREATE CONSTRAINT contacts_key IF NOT EXISTS
  FOR (r:Contact) REQUIRE r.`id` IS UNIQUE;
CREATE INDEX contacts_case IF NOT EXISTS
  FOR (r:Contact) ON (r.`case`);
CREATE CONSTRAINT referrals_key IF NOT EXISTS
  FOR (r:Referral) REQUIRE r.`id` IS UNIQUE;
CREATE INDEX referrals_case IF NOT EXISTS
  FOR (r:Referral) ON (r.`case`);
CREATE CONSTRAINT feedback_key IF NOT EXISTS
  FOR (r:Feedback) REQUIRE r.`id` IS UNIQUE;
CREATE INDEX feedback_case IF NOT EXISTS
  FOR (r:Feedback) ON (r.`case`);
CREATE CONSTRAINT releases_key IF NOT EXISTS
  FOR (r:Release) REQUIRE r.`id` IS UNIQUE;
CREATE INDEX releases_case IF NOT EXISTS
  FOR (r:Release) ON (r.`case`);
CREATE CONSTRAINT conferences_key IF NOT EXISTS
  FOR (r:CaseConference) REQUIRE r.`id` IS UNIQUE;
CREATE INDEX conferences_case IF NOT EXISTS
  FOR (r:CaseConference) ON (r.`case`);
