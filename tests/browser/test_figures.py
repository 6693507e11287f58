"""The figures as a browser draws them: words stay in their boxes at any width, also mirrored."""

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ADDRESSES = [
    f"{root}{slug}/" for root in ("/", "/en/") for slug in ("sagsgang", "indsats", "model")
]
WIDTHS = (320, 360, 599, 600, 1280)
LOOSE = """() => {
  const loose = [];
  for (const svg of document.querySelectorAll("figure svg")) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const boxes = [...svg.querySelectorAll("rect")].map(box => box.getBoundingClientRect());
    const layers = [...svg.querySelectorAll(".layer")];
    for (const text of svg.querySelectorAll("text")) {
      const at = text.getBoundingClientRect(), middle = at.x + at.width / 2;
      const own = boxes.filter(box => box.x < middle && middle < box.right
        && box.y < at.y + at.height / 2 && at.y + at.height / 2 < box.bottom);
      const inside = at.x >= frame.x && at.right <= frame.right
        && own.every(box => at.x > box.x && at.right < box.right);
      const corners = [at.x, at.right].flatMap(x => [at.y + 3, at.bottom - 3].map(y => [x, y]));
      const filled = !text.matches("[class^=on-]") || layers.some(layer => corners.every(
        ([x, y]) => layer.isPointInFill(
          new DOMPoint(x, y).matrixTransform(layer.getScreenCTM().inverse()))));
      if (!inside || !filled || text.matches("[class^=on-]") !== layers.some(layer =>
        layer.isPointInFill(new DOMPoint(middle, at.y + at.height / 2).matrixTransform(
          layer.getScreenCTM().inverse())))) loose.push(text.textContent);
    }
  }
  return loose;
}"""
"""Words that leave the drawing, their box, or the layer they name."""
SIDE = """svg => {
  const all = svg.getBoundingClientRect();
  const one = svg.querySelector(".arrow, .layer, .line").getBoundingClientRect();
  return one.x + one.width / 2 < all.x + all.width / 2 ? "left" : "right";
}"""


def loose(page: Page, width: int) -> list[str]:
    """What has left its place at this width."""
    page.set_viewport_size({"width": width, "height": 800})
    assert page.locator("figure svg:visible").count() == 1
    found: list[str] = page.evaluate(LOOSE)
    return found


def test_words_stay_where_they_belong(browser: Browser, origin: str) -> None:
    """Each figure on a phone, on a wide page, and at the width where the one becomes the other."""
    page = browser.new_page()
    for address in ADDRESSES:
        page.goto(origin + address)
        for width in WIDTHS:
            assert loose(page, width) == [], (address, width)


def test_words_stay_where_they_belong_when_mirrored(browser: Browser, origin: str) -> None:
    """In a language that is written the other way the drawing turns round, and its words do not."""
    page = browser.new_page()
    for address in ADDRESSES:
        page.goto(origin + address)
        for width in (320, 1280):
            page.evaluate("document.documentElement.dir = 'ltr'")
            assert loose(page, width) == [], (address, width)
            assert page.locator("figure svg:visible").evaluate(SIDE) == "left", address
            page.evaluate("document.documentElement.dir = 'rtl'")
            assert loose(page, width) == [], (address, width)
            assert page.locator("figure svg:visible").evaluate(SIDE) == "right", address


def test_arrows_turn_with_the_language(browser: Browser, origin: str) -> None:
    """What points to the next thing points the way one reads."""
    page = browser.new_page()
    page.goto(origin + "/")
    turned = "link => new DOMMatrix(getComputedStyle(link).transform).a"
    assert page.locator(".after").first.evaluate(turned) == 1
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.locator(".after").first.evaluate(turned) == -1
