-- Books that may be a week's pick (a description, and a cover or three quarters of a complete record), in an order that
-- mixes the catalogue: neighbours on the shelf stand far apart. NULL for all others, which the index leaves out.
ALTER TABLE books ADD COLUMN pick_order INTEGER GENERATED ALWAYS AS (
  CASE
    WHEN length(description) > 50
     AND (coalesce(cover_small, cover_medium, cover_large) IS NOT NULL
          OR (publisher IS NOT NULL) + (published_on IS NOT NULL) + (page_count IS NOT NULL)
           + (language IS NOT NULL) + (subjects <> '[]') >= 4)
    -- Knuth's multiplicative hash: The Art of Computer Programming, volume 3, section 6.4.
    THEN row_id * 2654435761 % 4294967296
  END
) VIRTUAL;

CREATE INDEX books_pick_order ON books (pick_order) WHERE pick_order IS NOT NULL;
