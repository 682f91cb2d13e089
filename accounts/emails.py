from allauth.account.adapter import get_adapter


def send_goodbye(address: str, name: str) -> None:
    """Tell whoever had an account that it is gone. Sent at once: no row of it is kept."""
    get_adapter().render_mail("account/email/goodbye", address, {"name": name}).send()
