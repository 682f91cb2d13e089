"""Accounts: one's own pages, and the sign-in pages of allauth."""

from tests.access.addresses import plain
from tests.access.letters import ENTRANCE, EVERYONE, POST_ONLY, SIGNED_IN, same

GET = {
    "accounts:account": {"site": same(SIGNED_IN)},
    "accounts:profile": {"site": same(SIGNED_IN)},
    "accounts:agreement": {"site": same("3333333333")},  # all of them have agreed
    "accounts:data": {"site": same(SIGNED_IN)},
    "accounts:export": {"site": same(POST_ONLY)},
    "accounts:session-end": {"site": same(POST_ONLY)},
    "accounts:erase": {"site": same("3333333333")},  # who is it, once more
    "mfa_index": {"site": same(SIGNED_IN)},
    "mfa_activate_totp": {"site": same("3333333333")},
    "mfa_deactivate_totp": {"site": same("3444444443")},  # site staff alone have a second step here
    "mfa_authenticate": {"site": same("3333333333")},
    "mfa_reauthenticate": {"site": same("3333333332")},
    "mfa_view_recovery_codes": {"site": same("3444444444")},
    "mfa_generate_recovery_codes": {"site": same("3333333333")},
    "mfa_download_recovery_codes": {"site": same("3444444444")},
    "usersessions_list": {"site": same(SIGNED_IN)},
    "account_login": {"site": same(ENTRANCE)},
    "account_logout": {"site": same(SIGNED_IN)},
    "account_signup": {"site": same(ENTRANCE)},
    "account_inactive": {"site": same(EVERYONE)},
    "account_reauthenticate": {"site": same(SIGNED_IN)},
    "account_change_password": {"site": same(SIGNED_IN)},
    "account_set_password": {"site": same("3333333333")},
    "account_email": {"site": same(SIGNED_IN)},
    "account_email_verification_sent": {"site": same(EVERYONE)},
    "account_confirm_email": {"site": same(EVERYONE)},
    "account_reset_password": {"site": same(EVERYONE)},
    "account_reset_password_done": {"site": same(EVERYONE)},
    "account_reset_password_from_key": {"site": same(EVERYONE)},
    "account_reset_password_from_key_done": {"site": same(EVERYONE)},
    "account_request_login_code": {"site": same(ENTRANCE)},
    "account_confirm_login_code": {"site": same("3333333333")},
}

#           AOPM
POST = {
    "accounts:account": {"site": same("5555")},
    "accounts:profile": {"site": same("Fccc")},
    "accounts:agreement": {"site": same("F333")},
    "accounts:data": {"site": same("5555")},
    "accounts:export": {"site": same("F222")},
    "accounts:session-end": {"site": same("F333")},
    "accounts:erase": {"site": same("3333")},
    "mfa_index": {"site": same("F555")},
    "mfa_activate_totp": {"site": same("3333")},
    "mfa_deactivate_totp": {"site": same("F444")},
    "mfa_authenticate": {"site": same("3333")},
    "mfa_reauthenticate": {"site": same("F333")},
    "mfa_view_recovery_codes": {"site": same("F555")},
    "mfa_generate_recovery_codes": {"site": same("3333")},
    "mfa_download_recovery_codes": {"site": same("F444")},
    "usersessions_list": {"site": same("F333")},
    "account_login": {"site": same("2333")},
    "account_logout": {"site": same("3333")},
    "account_signup": {"site": same("2333")},
    "account_inactive": {"site": same("5555")},
    "account_reauthenticate": {"site": same("F222")},
    "account_change_password": {"site": same("F222")},
    "account_set_password": {"site": same("F333")},
    "account_email": {"site": same("F333")},
    "account_email_verification_sent": {"site": same("5555")},
    "account_confirm_email": {"site": same("4444")},
    "account_reset_password": {"site": same("2222")},
    "account_reset_password_done": {"site": same("5555")},
    "account_reset_password_from_key": {"site": same("2222")},
    "account_reset_password_from_key_done": {"site": same("5555")},
    "account_request_login_code": {"site": same("2333")},
    "account_confirm_login_code": {"site": same("3333")},
}

ADDRESS = {
    "accounts:account": plain("accounts:account"),
    "accounts:profile": plain("accounts:profile", display_name=""),
    "accounts:agreement": plain("accounts:agreement", version="2000-01-01"),
    "accounts:data": plain("accounts:data"),
    "accounts:export": plain("accounts:export"),
    "accounts:session-end": plain("accounts:session-end", 1),
    "accounts:erase": plain("accounts:erase", is_meant="on"),
    "account_confirm_email": plain("account_confirm_email", "no-such-key"),
    "account_reset_password_from_key": plain("account_reset_password_from_key", "1", "no-such-key"),
}
ALLAUTH = ("account_", "mfa_", "usersessions_")
ADDRESS |= {name: plain(name) for name in GET if name.startswith(ALLAUTH) and name not in ADDRESS}
