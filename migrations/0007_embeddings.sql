-- Which text of a book the vector index holds: the model's name and a hash of the text. NULL is "none yet".
ALTER TABLE books ADD COLUMN embedding_hash TEXT;
ALTER TABLE books ADD COLUMN vectorized_at TEXT;

CREATE INDEX books_embedding ON books (embedding_hash, row_id);
