"""In by a mailed code, in by a new password, and out again."""

import re

from playwright.sync_api import expect

from tests.browser.steps import MANNERS, link_in


@MANNERS
def test_people_come_in_and_go_out(site, visit, participant, letter_to, manner):
    page = visit("/account/login/", **manner)
    main = page.get_by_role("main")

    main.get_by_role("link", name="Mail me a code instead").click()
    page.get_by_label("E-mail address").fill(participant.email)
    main.get_by_role("button", name="Mail me the code").click()
    letter = letter_to(participant.email, "Your sign-in code")
    code = re.search(r"minutes\.\s+(\S+)", letter.get_body(("plain",)).get_content())[1]
    page.get_by_label("Code").fill(code)
    main.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name=re.compile("^(Good .*|Hello), Pia"))).to_be_visible()

    page.get_by_role("button", name="Menu of Pia Participant").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    page.goto("/notifications/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    main.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail address").fill(participant.email)
    main.get_by_role("button", name="Mail me the link").click()
    page.goto(link_in(letter_to(participant.email, "Set a new password"), "/account/password/reset/key/"))
    page.get_by_label("New password").fill("another-long-pass-phrase")
    page.get_by_label("The same again").fill("another-long-pass-phrase")
    main.get_by_role("button", name="Set the password").click()
    page.goto("/account/login/?next=/notifications/")
    page.get_by_label("E-mail address").fill(participant.email)
    page.get_by_label("Password").fill("another-long-pass-phrase")
    main.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="What’s new")).to_be_visible()
