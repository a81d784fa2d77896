-- 1 where whoever keeps a lead's post has said that its holder is a woman: a girl may rather talk to one. NULL is not
-- "no": nobody has said it. Nothing else is kept about it (src/service/staff/woman.rs).
ALTER TABLE posts ADD COLUMN woman BIGINT CHECK (woman = 1);

-- What the record states of one parent of one child (0001): that one is in prison is a word of its own.
CREATE TABLE parents_now (
    child_id BIGINT NOT NULL REFERENCES children (id),
    parent TEXT NOT NULL CHECK (parent IN ('mother', 'father')),
    whereabouts TEXT NOT NULL CHECK (whereabouts IN
        ('home', 'away', 'abroad', 'prison', 'out_of_contact', 'dead', 'unknown')),
    place TEXT,
    time_zone TEXT,
    since TEXT,
    PRIMARY KEY (child_id, parent)
);
INSERT INTO parents_now (child_id, parent, whereabouts, place, time_zone, since)
    SELECT child_id, parent, whereabouts, place, time_zone, since FROM parents;
DROP TABLE parents;
ALTER TABLE parents_now RENAME TO parents;

-- 1 where a lead of the school has said that pictures of its children may be sent here, to who agreed; before that
-- none is (src/service/consent/school.rs).
ALTER TABLE units ADD COLUMN pictures BIGINT NOT NULL DEFAULT 0 CHECK (pictures IN (0, 1));
