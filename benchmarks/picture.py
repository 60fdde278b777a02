"""The picture of the README: `python -m benchmarks.picture` publishes the bundled sources to a scratch store and looks at its reader."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.texts_as_tables import HOUSE, read_into
from flows.publish.facts import BuildFacts, release_facts
from flows.publish.on_disk import acquire, prepare, publish

PICTURE = HOUSE / "docs" / "reader.png"
WIDTH, HEIGHT = 1320, 860


def main() -> None:
    """Write docs/reader.png."""
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory(prefix="picture-") as scratch:
        store = Path(scratch) / "store"
        with acquire(store, wait_seconds=0):
            release = prepare(store) / "release"
            fetched = read_into(HOUSE / "sources", Path(scratch) / "work", release / "data")
            build = BuildFacts("", None, "2026-02-10", None, None)
            page_of = publish(store, release, release_facts(release / "data", fetched, {"is_passed": True, "tables": {}}, build)).folder
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            page.goto((page_of / "index.html").as_uri())
            page.locator("#text mark.direct").first.hover()
            page.wait_for_selector("#about-place:not([hidden])")
            page.screenshot(path=PICTURE)
            browser.close()
    print(PICTURE.relative_to(HOUSE))


if __name__ == "__main__":
    main()
