"""What all tests share: fixtures live in tests/fixtures, one file a subject."""

pytest_plugins = ["tests.fixtures.postgresql", "tests.fixtures.stores"]
