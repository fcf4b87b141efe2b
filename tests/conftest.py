"""Its presence puts this folder on the import path, so that all tests can import builders."""
