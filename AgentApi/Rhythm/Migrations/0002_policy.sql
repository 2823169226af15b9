-- The load policy a person chose; null: the configured one.
ALTER TABLE lease ADD COLUMN policy text CHECK (policy IN ('steady', 'literal'));
