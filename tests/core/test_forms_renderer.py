import html5lib
from django import forms


class PlanForm(forms.Form):
    title = forms.CharField(help_text="A question.")
    note = forms.CharField(required=False)
    audience = forms.ChoiceField(widget=forms.RadioSelect, choices=[("all", "Everyone"), ("few", "The team")])
    agreed = forms.BooleanField()
    token = forms.CharField(required=False, widget=forms.HiddenInput)


def parse(form):
    return html5lib.parse(f"<form>{form}</form>", namespaceHTMLElements=False)


def by_id(tree, id):
    return tree.find(f".//*[@id='{id}']")


def test_a_field_names_its_help_and_what_is_optional():
    tree = parse(PlanForm())

    assert by_id(tree, "id_title").get("aria-describedby") == "id_title_helptext"
    assert by_id(tree, "id_title_helptext").text == "A question."
    assert "(optional)" in "".join(tree.find(".//label[@for='id_note']").itertext())
    assert "(optional)" not in "".join(tree.find(".//label[@for='id_title']").itertext())


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    fieldset = parse(PlanForm()).find(".//fieldset")

    assert fieldset.find("legend").text.strip() == "Audience"
    assert [choice.get("value") for choice in fieldset.findall(".//input")] == ["all", "few"]


def test_errors_stand_beside_the_field_and_in_a_summary_that_links_to_it():
    tree = parse(PlanForm({"title": "", "note": "kept", "agreed": "on"}))

    summary = tree.find(".//div[@class='form-errors']")
    links = [link.get("href") for link in summary.findall(".//a")]
    assert links == ["#id_title", "#id_audience_0"]
    assert all(by_id(tree, link.removeprefix("#")) is not None for link in links)
    assert summary.get("tabindex") == "-1"
    assert by_id(tree, "id_title").get("aria-invalid") == "true"
    assert "id_title_error" in by_id(tree, "id_title").get("aria-describedby")
    assert by_id(tree, "id_title_error") is not None
    assert by_id(tree, "id_note").get("value") == "kept"


def test_a_form_without_errors_has_no_summary():
    assert parse(PlanForm()).find(".//div[@class='form-errors']") is None


def test_what_was_typed_cannot_leave_its_field():
    form = PlanForm({"title": '"><script>', "audience": '"><b>'})

    assert "<script>" not in str(form)
    assert "<b>" not in str(form)
