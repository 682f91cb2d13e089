"""Takes the README's pictures from a running demo: `make demo` in one window, `make pictures` in another."""

import os
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
PASSWORD = "copse-demo"
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]

# name: (who looks, address, width in pixels, theme); of a list of discussions the first is opened
COMMUNITY = "/c/virtual-campus/"
PICTURES = {
    "home": ("moderator@copse.example", "/", 1280, "light"),
    "community": (None, COMMUNITY, 1280, "light"),
    "discussion": ("participant@copse.example", f"{COMMUNITY}discussions/", 1280, "dark"),
    "phone": (None, f"{COMMUNITY}learned/", 360, "light"),
}


def take(browser: Browser, name: str, email: str | None, address: str, width: int, theme: str) -> None:
    context = browser.new_context(
        base_url=ADDRESS, color_scheme=theme, viewport={"width": width, "height": 900 if width > 500 else 760}
    )
    page = context.new_page()
    if email:
        page.goto("/account/login/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/")
    page.goto(address)
    if address.endswith("/discussions/"):
        page.locator("main a[href^='/d/']").first.click()
        page.wait_for_load_state()
    page.screenshot(path=HERE / f"{name}.png")
    context.close()


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        for name, picture in PICTURES.items():
            take(browser, name, *picture)
        browser.close()
