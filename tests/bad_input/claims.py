"""The buttons that take posts from a mailing list over, and give them back."""

from tests.bad_input.kinds import Form

FORMS = {"forums:claim": Form(place="commons"), "forums:give-back": Form(place="commons")}
