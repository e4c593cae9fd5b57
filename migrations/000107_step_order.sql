-- Steps left in the same millisecond sort by this number. Each connection kept a hundred of them for itself, so that steps which two
-- connections wrote could stand in the wrong order.
ALTER SEQUENCE run_step_seq CACHE 1;
