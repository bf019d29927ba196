"""Libraries, as the tests of the store have them."""

from tests.store.conftest import article, folder, library, quick_disk  # noqa: F401
