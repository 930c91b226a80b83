"""PDF -> typed, cited values. Pure Python: nothing here knows Django or a database."""
