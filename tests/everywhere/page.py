"""What docs/personal-data.md says of every field."""

from dataclasses import dataclass

from tests.traces import PAGE


@dataclass(frozen=True)
class Rule:
    kind: str
    export: str
    erasure: str

    @property
    def is_exported(self):
        return not self.export.startswith("–")

    @property
    def outcome(self):
        return self.erasure.split(":")[0]


def read_page(text):
    """{"app.Model.field": Rule} from the tables beneath the page's headings."""
    rules, model = {}, ""
    for line in text.splitlines():
        if line.startswith("## "):
            model = line.removeprefix("## ")
        elif line.startswith("| ") and not line.startswith("| Field"):
            field, *rule = (cell.strip() for cell in line.strip("|").split("|"))
            assert f"{model}.{field}" not in rules, f"{model}.{field} stands twice"
            rules[f"{model}.{field}"] = Rule(*rule)
    return rules


RULES = read_page(PAGE.read_text())
