UPDATE counters SET n = n + 1 WHERE id = 5
