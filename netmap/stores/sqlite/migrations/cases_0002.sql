CREATE TABLE structures (
  card TEXT PRIMARY KEY,
  form INTEGER NOT NULL,
  structure BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER structures_alter_added AFTER INSERT ON "alters" BEGIN DELETE FROM structures WHERE card = NEW."card"; END;
CREATE TRIGGER structures_alter_removed AFTER DELETE ON "alters" BEGIN DELETE FROM structures WHERE card = OLD."card"; END;
CREATE TRIGGER structures_alter_changed AFTER UPDATE OF "id", "card", "human", "deceased", "angle", "distance", "ego_tie" ON "alters" BEGIN DELETE FROM structures WHERE card IN (OLD."card", NEW."card"); END;
CREATE TRIGGER structures_tie_added AFTER INSERT ON "ties" BEGIN DELETE FROM structures WHERE card = NEW."card"; END;
CREATE TRIGGER structures_tie_removed AFTER DELETE ON "ties" BEGIN DELETE FROM structures WHERE card = OLD."card"; END;
CREATE TRIGGER structures_tie_changed AFTER UPDATE OF "card", "a", "b", "state" ON "ties" BEGIN DELETE FROM structures WHERE card IN (OLD."card", NEW."card"); END;
CREATE TRIGGER structures_card_removed AFTER DELETE ON "cards" BEGIN DELETE FROM structures WHERE card = OLD."id"; END;
